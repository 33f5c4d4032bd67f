"""Signed reviews of verdicts, and the search over them."""

import sqlalchemy as sa
from alembic import op

revision = "c41e8a07d95b"
down_revision = "b7d2e49c6a10"
branch_labels = None
depends_on = None

# The words are folded before they are stored, so that both databases read the same ones.
_FTS5 = (
    "CREATE VIRTUAL TABLE review_fts USING fts5(id UNINDEXED, searched, tokenize='porter unicode61')",
    """
    CREATE TRIGGER review_fts_insert AFTER INSERT ON review
    BEGIN INSERT INTO review_fts(id, searched) VALUES (new.id, new.searched); END
    """,
)
_NO_FTS5 = ("DROP TRIGGER review_fts_insert", "DROP TABLE review_fts")
_POSTGRES = (
    """
    ALTER TABLE review ADD COLUMN tsv tsvector
    GENERATED ALWAYS AS (to_tsvector('english'::regconfig, searched)) STORED
    """,
    "CREATE INDEX ix_review_tsv ON review USING gin (tsv)",
)


def upgrade() -> None:
    """Add the table of reviews and its full-text index."""
    time = sa.DateTime(timezone=True)
    op.create_table(
        "review",
        sa.Column("id", sa.String(30), primary_key=True),
        sa.Column("verdict_id", sa.String(30), sa.ForeignKey("verdict.id"), nullable=False),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("author_url", sa.Text()),
        sa.Column("publisher_name", sa.Text(), nullable=False),
        sa.Column("publisher_url", sa.Text(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("claim_reviewed", sa.Text(), nullable=False),
        sa.Column("claimant_name", sa.Text()),
        sa.Column("claimant_url", sa.Text()),
        sa.Column("claimed_at", time),
        sa.Column("appearance", sa.Text()),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.Column("rating_label", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("note", sa.Text()),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("signed_at", time, nullable=False),
        sa.Column("searched", sa.Text(), nullable=False),
    )
    op.create_index("ix_review_verdict_id", "review", ["verdict_id", "signed_at"])
    op.create_index("ix_review_signed_at", "review", ["signed_at"])
    op.create_index("ix_review_site", "review", ["site"])
    for statement in _POSTGRES if op.get_bind().dialect.name == "postgresql" else _FTS5:
        op.execute(statement)


def downgrade() -> None:
    """Drop the reviews."""
    if op.get_bind().dialect.name == "sqlite":
        for statement in _NO_FTS5:
            op.execute(statement)
    op.drop_table("review")
