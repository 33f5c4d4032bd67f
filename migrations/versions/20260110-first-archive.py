"""The archive, from nothing: articles, passages, vectors, origins, verdicts, and the two searches."""

import sqlalchemy as sa
from alembic import op

revision = "a0f1c5d27e31"
down_revision = None
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TIME = sa.DateTime(timezone=True)

# The letters that full text reads without their accents, as SQLite's tokenizer does by itself.
_ACCENTED = "áàâäãåāăąçćčďđéèêëēėęěğíìîïīįıľłĺñńňóòôöõøōőŕřśšşșťţțúùûüūůűųýÿžźż"
_PLAIN = "aaaaaaaaacccddeeeeeeeegiiiiiiilllnnnoooooooorrsssstttuuuuuuuuyyzzz"

# The view is what may be found: the full-text table reads its rows from it.
_VIEW = "CREATE VIEW evidence AS SELECT id, text FROM passage WHERE is_evidence"
_TABLE = """
CREATE VIRTUAL TABLE passage_fts
USING fts5(text, content='evidence', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2')
"""
_INSERT = """
CREATE TRIGGER passage_fts_insert AFTER INSERT ON passage WHEN new.is_evidence
BEGIN INSERT INTO passage_fts(rowid, text) VALUES (new.id, new.text); END
"""
_DELETE = """
CREATE TRIGGER passage_fts_delete AFTER DELETE ON passage WHEN old.is_evidence
BEGIN INSERT INTO passage_fts(passage_fts, rowid, text) VALUES ('delete', old.id, old.text); END
"""
_FTS5 = (_VIEW, _TABLE, _INSERT, _DELETE)
_NO_FTS5 = (
    "DROP TRIGGER passage_fts_insert",
    "DROP TRIGGER passage_fts_delete",
    "DROP TABLE passage_fts",
    "DROP VIEW evidence",
)
_TSVECTOR = f"""
ALTER TABLE passage ADD COLUMN tsv tsvector GENERATED ALWAYS AS (
CASE WHEN is_evidence
THEN to_tsvector('english'::regconfig, translate(lower(text), '{_ACCENTED}', '{_PLAIN}')) END) STORED
"""
_POSTGRES = (
    "CREATE EXTENSION IF NOT EXISTS vector",
    "ALTER TABLE embedding ADD COLUMN half halfvec(384)",
    "CREATE INDEX ix_embedding_half ON embedding USING hnsw (half halfvec_cosine_ops)",
    _TSVECTOR,
    "CREATE INDEX ix_passage_tsv ON passage USING gin (tsv)",
)


def upgrade() -> None:
    """Make the tables, then the full-text index and, on PostgreSQL, the vector index."""
    _make_articles()
    _make_passages()
    _make_verdicts()
    for statement in _POSTGRES if op.get_bind().dialect.name == "postgresql" else _FTS5:
        op.execute(statement)


def downgrade() -> None:
    """Drop everything, with what is in it."""
    if op.get_bind().dialect.name == "sqlite":
        for statement in _NO_FTS5:
            op.execute(statement)
    for table in ("citation", "verdict", "change", "fingerprint", "embedding", "passage", "article_version"):
        op.drop_table(table)
    op.drop_table("article")
    op.drop_table("origin")


def _make_articles() -> None:
    op.create_table(
        "origin",
        sa.Column("id", sa.String(30), primary_key=True),
        sa.Column("name", sa.Text()),
        sa.Column("key", sa.Text(), unique=True),
        sa.Column("basis", sa.String(10), nullable=False),
    )
    op.create_table(
        "article",
        sa.Column("id", sa.String(30), primary_key=True),
        sa.Column("url", sa.Text(), unique=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
    )
    op.create_table(
        "article_version",
        sa.Column("id", _KEY, primary_key=True),
        sa.Column("article_id", sa.String(30), sa.ForeignKey("article.id", ondelete="CASCADE"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_sha256", sa.String(64), nullable=False),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("author", sa.Text()),
        sa.Column("agency", sa.Text()),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("published_at", _TIME, nullable=False),
        sa.Column("stored_at", _TIME, nullable=False),
        sa.Column("visible_from", sa.BigInteger(), nullable=False),
        sa.Column("visible_until", sa.BigInteger(), nullable=False),
        sa.Column("origin_id", sa.String(30), sa.ForeignKey("origin.id"), nullable=False),
        sa.Column("origin_basis", sa.String(10), nullable=False),
        sa.UniqueConstraint("article_id", "version", name="uq_article_version"),
    )
    op.create_index("ix_article_version_text_sha256", "article_version", ["text_sha256"])
    op.create_index(
        "ix_article_version_visible", "article_version", ["visible_from", "visible_until", "publisher", "article_id"]
    )
    op.create_index("ix_article_version_origin_id", "article_version", ["origin_id"])


def _make_passages() -> None:
    version = sa.ForeignKey("article_version.id", ondelete="CASCADE")
    op.create_table(
        "passage",
        sa.Column("id", _KEY, primary_key=True),
        sa.Column("version_id", _KEY, version, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("start_offset", sa.Integer(), nullable=False),
        sa.Column("end_offset", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sentence_hash", sa.String(64), nullable=False),
        sa.Column("is_evidence", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(30), nullable=False),
        sa.Column("visible_from", sa.BigInteger(), nullable=False),
        sa.Column("visible_until", sa.BigInteger(), nullable=False),
        sa.UniqueConstraint("version_id", "ordinal", name="uq_passage_ordinal"),
    )
    op.create_index("ix_passage_sentence_hash", "passage", ["sentence_hash"])
    passage = sa.ForeignKey("passage.id", ondelete="CASCADE")
    op.create_table(
        "embedding",
        sa.Column("passage_id", _KEY, passage, primary_key=True, autoincrement=False),
        sa.Column("encoder_revision", sa.String(100), nullable=False),
        sa.Column("float32", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "fingerprint",
        sa.Column("hash", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column(
            "version_id",
            _KEY,
            sa.ForeignKey("article_version.id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
    )
    op.create_index("ix_fingerprint_version_id", "fingerprint", ["version_id"])
    op.create_table(
        "change",
        sa.Column("revision", _KEY, primary_key=True),
        sa.Column("article_id", sa.String(30), nullable=False),
        sa.Column("made_at", _TIME, nullable=False),
        sqlite_autoincrement=True,
    )


def _make_verdicts() -> None:
    op.create_table(
        "verdict",
        sa.Column("id", sa.String(30), primary_key=True),
        sa.Column("claim", sa.Text(), nullable=False),
        sa.Column("label", sa.String(20), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("checked_at", _TIME, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
    )
    op.create_index("ix_verdict_checked_at", "verdict", ["checked_at"])
    op.create_table(
        "citation",
        sa.Column("verdict_id", sa.String(30), sa.ForeignKey("verdict.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("ordinal", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("stance", sa.String(10), nullable=False),
        sa.Column("probability", sa.Double(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("start_offset", sa.Integer(), nullable=False),
        sa.Column("end_offset", sa.Integer(), nullable=False),
        sa.Column("text_sha256", sa.String(64), nullable=False),
        sa.Column("link", sa.Text()),
        sa.Column("article_id", sa.String(30), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("url", sa.Text()),
        sa.Column("published_at", _TIME, nullable=False),
        sa.Column("origin_id", sa.String(30), nullable=False),
        sa.Column("reprints", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
    )
    op.create_index("ix_citation_article_id", "citation", ["article_id"])
