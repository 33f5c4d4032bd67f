"""API keys: what they may do, and the hash of their secret; the secret itself is nowhere."""

from datetime import datetime

from sqlalchemy import Column, String, Text
from sqlmodel import Field, SQLModel

from models.columns import UtcTime


class ApiKey(SQLModel, table=True):
    """A key; a revoked one stays, so that its id is never given again."""

    __tablename__ = "api_key"

    id: str = Field(sa_column=Column(String(30), primary_key=True))
    name: str = Field(sa_column=Column(Text, nullable=False))
    secret_sha256: str = Field(sa_column=Column(String(64), nullable=False))
    scopes: str = Field(sa_column=Column(Text, nullable=False))
    origin: str | None = Field(default=None, sa_column=Column(Text))
    created_at: datetime = Field(sa_column=Column(UtcTime, nullable=False))
    revoked_at: datetime | None = Field(default=None, sa_column=Column(UtcTime))
