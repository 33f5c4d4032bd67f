"""Verdicts as they were given, and what they cited; neither refers to an article by foreign key."""

from datetime import datetime

from sqlalchemy import Column, Double, ForeignKey, Index, Integer, String, Text
from sqlmodel import Field, SQLModel

from models.columns import UtcTime


class Verdict(SQLModel, table=True):
    """A verdict; `body` is everything of it but the citations, as JSON, the other columns are for queries."""

    __tablename__ = "verdict"
    __table_args__ = (Index("ix_verdict_checked_at", "checked_at"),)

    id: str = Field(sa_column=Column(String(30), primary_key=True))
    claim: str = Field(sa_column=Column(Text, nullable=False))
    label: str = Field(sa_column=Column(String(20), nullable=False))
    confidence: float = Field(sa_column=Column(Double, nullable=False))
    checked_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    body: str = Field(sa_column=Column(Text, nullable=False))


class Citation(SQLModel, table=True):
    """A quote with all that is served of it, so that it outlives its article."""

    __tablename__ = "citation"
    __table_args__ = (Index("ix_citation_article_id", "article_id"),)

    verdict_id: str = Field(
        sa_column=Column(String(30), ForeignKey("verdict.id", ondelete="CASCADE"), primary_key=True)
    )
    ordinal: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    stance: str = Field(sa_column=Column(String(10), nullable=False))
    probability: float = Field(sa_column=Column(Double, nullable=False))
    quote: str = Field(sa_column=Column(Text, nullable=False))
    start: int = Field(sa_column=Column("start_offset", Integer, nullable=False))
    end: int = Field(sa_column=Column("end_offset", Integer, nullable=False))
    text_sha256: str = Field(sa_column=Column(String(64), nullable=False))
    link: str | None = Field(default=None, sa_column=Column(Text))
    article_id: str = Field(sa_column=Column(String(30), nullable=False))
    version: int = Field(sa_column=Column(Integer, nullable=False))
    title: str = Field(sa_column=Column(Text, nullable=False))
    publisher: str = Field(sa_column=Column(Text, nullable=False))
    url: str | None = Field(default=None, sa_column=Column(Text))
    published_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    origin_id: str = Field(sa_column=Column(String(30), nullable=False))
    reprints: str = Field(sa_column=Column(Text, nullable=False))
    why: str = Field(sa_column=Column(Text, nullable=False))
