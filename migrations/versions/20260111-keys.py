"""Keys to the door: who may call, and for what."""

import sqlalchemy as sa
from alembic import op

revision = "b7d2e49c6a10"
down_revision = "a0f1c5d27e31"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table of keys."""
    op.create_table(
        "api_key",
        sa.Column("id", sa.String(30), primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("secret_sha256", sa.String(64), nullable=False),
        sa.Column("scopes", sa.Text, nullable=False),
        sa.Column("origin", sa.Text),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
    )


def downgrade() -> None:
    """Drop the table of keys."""
    op.drop_table("api_key")
