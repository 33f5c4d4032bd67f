"""Origins, and the fingerprints by which articles of one origin find each other."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, String, Text
from sqlmodel import Field, SQLModel

from models.columns import BigKey


class Origin(SQLModel, table=True):
    """What articles go back to: an agency by name, a measured group, or an article of unknown origin.

    `key` is the folded name, so that "Associated Press" is one origin however it was written.
    """

    __tablename__ = "origin"

    id: str = Field(sa_column=Column(String(30), primary_key=True))
    name: str | None = Field(default=None, sa_column=Column(Text))
    key: str | None = Field(default=None, sa_column=Column(Text, unique=True))
    basis: str = Field(sa_column=Column(String(10), nullable=False))


class Fingerprint(SQLModel, table=True):
    """An inverted index from a run of words (64-bit hash) to the versions that have it."""

    __tablename__ = "fingerprint"
    __table_args__ = (Index("ix_fingerprint_version_id", "version_id"),)

    hash: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    version_id: int = Field(
        sa_column=Column(
            BigKey, ForeignKey("article_version.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
        )
    )
