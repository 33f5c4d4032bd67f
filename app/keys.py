"""API keys: made, listed and revoked from the command line, checked at every request.

A key reads `vk_ID_SECRET`. The secret has 256 bits from the operating system, so one round of SHA-256 is
enough to store it by (a slow hash protects secrets that people choose); it is compared in constant time,
also where the id is unknown.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sqlmodel import Session, col, select

import models
from app.errors import Forbidden, InvalidInput, NotFound, Unauthenticated
from app.ids import new_id

_SHAPE = re.compile(r"vk_([0-9A-Z]{26})_([A-Za-z0-9_-]{43})")
_ORIGIN = re.compile(r"[a-z][a-z0-9+.-]*://[^/\s?#]+")
_NOBODY = "0" * 64
_SECRET_BYTES = 32


class Scope(StrEnum):
    """What a key may be used for."""

    VERDICTS = "verdicts"
    ARTICLES = "articles"
    REVIEWS = "reviews"


@dataclass(frozen=True, slots=True)
class Key:
    """A key as it is listed; `origin` is the only page or extension that may use it, None for any caller."""

    id: str
    name: str
    scopes: tuple[Scope, ...]
    origin: str | None
    created_at: datetime
    revoked_at: datetime | None


def new_key(session: Session, name: str, scopes: Iterable[Scope], origin: str | None = None) -> tuple[Key, str]:
    """Make a key and commit it.

    Args:
        session: A session without an open transaction.
        name: For people, to tell keys apart.
        scopes: At least one.
        origin: `scheme://host[:port]` as browsers send it, such as `chrome-extension://...`.

    Returns:
        The key, and its text: shown now and never again.

    Raises:
        InvalidInput: No scope, no name, or an origin that no browser would send.
    """
    given = tuple(dict.fromkeys(scopes))
    if not given or not name.strip():
        raise InvalidInput("a key needs a name and at least one scope")
    if origin is not None and not _ORIGIN.fullmatch(origin):
        raise InvalidInput(f"{origin!r} is not an origin: write scheme://host or scheme://host:port")
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    row = models.ApiKey(
        id=new_id("key"),
        name=name.strip(),
        secret_sha256=_hash(secret),
        scopes=" ".join(given),
        origin=origin,
        created_at=datetime.now(UTC),
    )
    session.add(row)
    session.commit()
    return _key(row), f"vk_{row.id.removeprefix('key_')}_{secret}"


def list_keys(session: Session) -> list[Key]:
    """Give all keys, oldest first, the revoked ones too."""
    return [_key(row) for row in session.exec(select(models.ApiKey).order_by(col(models.ApiKey.id)))]


def has_keys(session: Session) -> bool:
    """Tell whether there is a key that is not revoked."""
    return (
        session.exec(select(models.ApiKey.id).where(col(models.ApiKey.revoked_at).is_(None)).limit(1)).first()
        is not None
    )


def revoke(session: Session, key_id: str) -> Key:
    """Revoke a key from now on and commit; once is for ever.

    Raises:
        NotFound: No such key.
    """
    row = session.get(models.ApiKey, key_id)
    if row is None:
        raise NotFound(f"there is no key {key_id}")
    row.revoked_at = row.revoked_at or datetime.now(UTC)
    session.add(row)
    session.commit()
    return _key(row)


def authenticate(session: Session, text: str) -> Key:
    """Find the key that a request brings.

    Args:
        session: Read from.
        text: As sent.

    Raises:
        Unauthenticated: It is no key, unknown, wrong or revoked; the answer does not say which.
    """
    shape = _SHAPE.fullmatch(text)
    row = session.get(models.ApiKey, f"key_{shape[1]}") if shape else None
    known = row.secret_sha256 if row else _NOBODY
    same = hmac.compare_digest(known, _hash(shape[2] if shape else text))
    if row is None or not same or row.revoked_at is not None:
        raise Unauthenticated("this key is unknown or revoked")
    return _key(row)


def permit(key: Key, scope: Scope, origin: str | None) -> None:
    """Refuse what a key may not do.

    Args:
        key: Who asks.
        scope: What for.
        origin: The Origin header, None without one.

    Raises:
        Forbidden: The scope is not the key's, or the key belongs to another origin.
    """
    if scope not in key.scopes:
        raise Forbidden(f"this key lacks the scope {scope.value!r}")
    if key.origin is not None and origin != key.origin:
        raise Forbidden(f"this key may only be used from {key.origin}")


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _key(row: models.ApiKey) -> Key:
    scopes = tuple(Scope(name) for name in row.scopes.split())
    return Key(row.id, row.name, scopes, row.origin, row.created_at, row.revoked_at)
