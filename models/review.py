"""Reviews: what a person signed about a verdict; kept for ever, never changed."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Text
from sqlmodel import Field, SQLModel

from models.columns import UtcTime


class Review(SQLModel, table=True):
    """A signed review; `site` is the publisher's host, `searched` the words that it is found by."""

    __tablename__ = "review"
    __table_args__ = (
        Index("ix_review_verdict_id", "verdict_id", "signed_at"),
        Index("ix_review_signed_at", "signed_at"),
        Index("ix_review_site", "site"),
    )

    id: str = Field(sa_column=Column(String(30), primary_key=True))
    verdict_id: str = Field(sa_column=Column(String(30), ForeignKey("verdict.id"), nullable=False))
    author_name: str = Field(sa_column=Column(Text, nullable=False))
    author_url: str | None = Field(default=None, sa_column=Column(Text))
    publisher_name: str = Field(sa_column=Column(Text, nullable=False))
    publisher_url: str = Field(sa_column=Column(Text, nullable=False))
    site: str = Field(sa_column=Column(Text, nullable=False))
    claim_reviewed: str = Field(sa_column=Column(Text, nullable=False))
    claimant_name: str | None = Field(default=None, sa_column=Column(Text))
    claimant_url: str | None = Field(default=None, sa_column=Column(Text))
    claimed_at: datetime | None = Field(default=None, sa_column=Column(UtcTime))
    appearance: str | None = Field(default=None, sa_column=Column(Text))
    rating: int = Field(sa_column=Column(Integer, nullable=False))
    rating_label: str = Field(sa_column=Column(Text, nullable=False))
    url: str = Field(sa_column=Column(Text, nullable=False))
    title: str | None = Field(default=None, sa_column=Column(Text))
    note: str | None = Field(default=None, sa_column=Column(Text))
    language: str = Field(sa_column=Column(String(35), nullable=False))
    signed_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    searched: str = Field(sa_column=Column(Text, nullable=False))
