"""Articles, their versions, and the passages cut from them."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlmodel import Field, SQLModel

from models.columns import BigKey, UtcTime


class Article(SQLModel, table=True):
    """What stays the same while the text changes: the id and the address."""

    __tablename__ = "article"

    id: str = Field(sa_column=Column(String(30), primary_key=True))
    url: str | None = Field(default=None, sa_column=Column(Text, unique=True))
    version: int = Field(sa_column=Column(Integer, nullable=False))  # the current one
    created_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))


class ArticleVersion(SQLModel, table=True):
    """One text of an article; kept when a newer one comes.

    `visible_from` and `visible_until` (microseconds since 1970, UTC, half-open) bound the times `as_of` at
    which this is the version that counts: from its publication to that of a later version.
    """

    __tablename__ = "article_version"
    __table_args__ = (
        UniqueConstraint("article_id", "version", name="uq_article_version"),
        Index("ix_article_version_text_sha256", "text_sha256"),
        Index("ix_article_version_visible", "visible_from", "visible_until", "publisher", "article_id"),
        Index("ix_article_version_origin_id", "origin_id"),
    )

    id: int | None = Field(default=None, sa_column=Column(BigKey, primary_key=True))
    article_id: str = Field(sa_column=Column(String(30), ForeignKey("article.id", ondelete="CASCADE"), nullable=False))
    version: int = Field(sa_column=Column(Integer, nullable=False))
    title: str = Field(sa_column=Column(Text, nullable=False))
    text: str = Field(sa_column=Column(Text, nullable=False))
    text_sha256: str = Field(sa_column=Column(String(64), nullable=False))
    publisher: str = Field(sa_column=Column(Text, nullable=False))
    author: str | None = Field(default=None, sa_column=Column(Text))
    agency: str | None = Field(default=None, sa_column=Column(Text))
    language: str = Field(sa_column=Column(String(35), nullable=False))
    published_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    stored_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    visible_from: int = Field(sa_column=Column(BigInteger, nullable=False))
    visible_until: int = Field(sa_column=Column(BigInteger, nullable=False))
    origin_id: str = Field(sa_column=Column(String(30), ForeignKey("origin.id"), nullable=False))
    origin_basis: str = Field(sa_column=Column(String(10), nullable=False))


class Passage(SQLModel, table=True):
    """One sentence of a version, `[start, end)` in code points of its text.

    What is not reporting (a caption, a credit, a newsletter prompt) is kept with `is_evidence` false and the
    reason. The visibility of the version is repeated here so that a search filters before it ranks.
    """

    __tablename__ = "passage"
    __table_args__ = (
        UniqueConstraint("version_id", "ordinal", name="uq_passage_ordinal"),
        Index("ix_passage_sentence_hash", "sentence_hash"),
    )

    id: int | None = Field(default=None, sa_column=Column(BigKey, primary_key=True))
    version_id: int = Field(
        sa_column=Column(BigKey, ForeignKey("article_version.id", ondelete="CASCADE"), nullable=False)
    )
    ordinal: int = Field(sa_column=Column(Integer, nullable=False))
    start: int = Field(sa_column=Column("start_offset", Integer, nullable=False))
    end: int = Field(sa_column=Column("end_offset", Integer, nullable=False))
    text: str = Field(sa_column=Column(Text, nullable=False))
    sentence_hash: str = Field(sa_column=Column(String(64), nullable=False))
    is_evidence: bool = Field(sa_column=Column(Boolean, nullable=False))
    reason: str = Field(sa_column=Column(String(30), nullable=False))
    visible_from: int = Field(sa_column=Column(BigInteger, nullable=False))
    visible_until: int = Field(sa_column=Column(BigInteger, nullable=False))


class Embedding(SQLModel, table=True):
    """The vector of an evidence passage: little-endian float32, of unit length, named for its encoder and layout."""

    __tablename__ = "embedding"

    passage_id: int = Field(
        sa_column=Column(BigKey, ForeignKey("passage.id", ondelete="CASCADE"), primary_key=True, autoincrement=False)
    )
    encoder_revision: str = Field(sa_column=Column(String(100), nullable=False))
    values: bytes = Field(sa_column=Column("float32", LargeBinary, nullable=False))


class Change(SQLModel, table=True):
    """One line for each change of an article; the newest number is the revision of the archive.

    `article_id` is no foreign key: the line that tells of a deletion outlives the article.
    """

    __tablename__ = "change"
    __table_args__ = {"sqlite_autoincrement": True}  # a number is never given twice

    revision: int | None = Field(default=None, sa_column=Column(BigKey, primary_key=True))
    article_id: str = Field(sa_column=Column(String(30), nullable=False))
    made_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
