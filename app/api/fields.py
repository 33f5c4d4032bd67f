"""The fields that requests are made of: their rules, each said once for validation and for the schema."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

from app.errors import NotFound

_CONTROLS = frozenset(map(chr, [*range(0x20), *range(0x7F, 0xA0)]))
_NO_CONTROL = r"[^\u0000-\u001f\u007f-\u009f]"
_INK = r"[^\s\u0000-\u001f\u007f-\u009f]"  # neither white space nor control: what a trimmed text begins and ends with

_RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)


def utc(time: datetime) -> datetime:
    """Turn an aware time into UTC.

    Raises:
        PydanticCustomError: The time has no zone, or its UTC value lies outside the years 1 to 9999.
    """
    if time.tzinfo is None:
        raise PydanticCustomError("timezone_missing", "The time needs a zone: Z or an offset such as +01:00")
    try:
        return time.astimezone(UTC)
    except OverflowError as fault:
        raise PydanticCustomError("time_range", "The time lies outside the years 1 to 9999") from fault


def rfc3339(time: datetime) -> str:
    """Write a time as RFC 3339 has it, in UTC with `Z`, with fractions of a second only where there are any.

    Source:
        RFC 3339, section 5.6.
    """
    return time.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _written_time(value: Any) -> Any:
    """Let only RFC 3339 pass: pydantic alone would also read numbers, as seconds since 1970."""
    if isinstance(value, datetime) or (isinstance(value, str) and _RFC3339.fullmatch(value)):
        return value
    raise PydanticCustomError("time_type", "Should be a time as in RFC 3339, such as 2026-01-08T17:00:00Z")


def _integral(value: Any) -> Any:
    if isinstance(value, bool | str):
        raise PydanticCustomError("int_type", "Should be a whole number")
    return value


def _trimmed(shortest: int, longest: int) -> AfterValidator:
    def check(text: str) -> str:
        text = text.strip()
        if not shortest <= len(text) <= longest:
            raise PydanticCustomError(
                "length",
                "Should have {shortest} to {longest} characters after trimming, has {length}",
                {"shortest": shortest, "longest": longest, "length": len(text)},
            )
        if not _CONTROLS.isdisjoint(text):
            raise PydanticCustomError("control_character", "Should have no control characters")
        return whole(text)

    return AfterValidator(check)


def trimmed(shortest: int, longest: int) -> Any:
    """Annotate a line of text: trimmed, so many characters long, without control characters."""
    middle = rf"{_NO_CONTROL}{{{max(0, shortest - 2)},{longest - 2}}}"
    pattern = rf"^\s*{_INK}{middle}{_INK}\s*$"
    if shortest < 2:
        pattern = rf"^\s*{_INK}({middle}{_INK})?\s*$"
    schema = {"type": "string", "minLength": shortest, "pattern": pattern}
    return Annotated[str, _trimmed(shortest, longest), WithJsonSchema(schema)]


def one_line(fewest: int, longest: int) -> Any:
    """Annotate a line from a field that lets people break lines: white space folded, control characters dropped.

    Args:
        fewest: Characters to be seen, white space not counted.
        longest: Characters as sent.
    """

    def check(text: str) -> str:
        words = "".join(letter for letter in text if letter.isspace() or letter not in _CONTROLS).split()
        if len(text) > longest or sum(map(len, words)) < fewest:
            raise PydanticCustomError(
                "length",
                "Should have at least {fewest} characters that can be seen, and {longest} at the most",
                {"fewest": fewest, "longest": longest},
            )
        return whole(" ".join(words))

    pattern = rf"{_INK}([\s\S]*{_INK}){{{fewest - 1}}}"
    schema = {"type": "string", "minLength": fewest, "maxLength": longest, "pattern": pattern}
    return Annotated[str, AfterValidator(check), WithJsonSchema(schema)]


def _readable(text: str) -> str:
    """Let a text through as it is, unless it is blank or no database keeps it."""
    if not text.strip():
        raise PydanticCustomError("blank", "Should have something to read")
    if "\x00" in text:
        raise PydanticCustomError("control_character", "Should have no NUL characters")
    return whole(text)


def long_text(longest: int) -> Any:
    """Annotate a text that is kept as it is, so many characters long at the most, with something to read in it."""
    pattern = r"^[^\u0000]*[^\s\u0000][^\u0000]*$"
    schema = {"type": "string", "minLength": 1, "maxLength": longest, "pattern": pattern}
    return Annotated[str, Field(max_length=longest), AfterValidator(_readable), WithJsonSchema(schema)]


def whole(text: str) -> str:
    """Refuse half a surrogate pair: JSON can write it down, but it is no character and cannot be stored."""
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise PydanticCustomError("half_surrogate", "Should have no half surrogate pairs")
    return text


def _web_address(text: str) -> str:
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        parts, host = urlsplit(""), None
    if parts.scheme not in {"http", "https"} or not host or any(letter.isspace() for letter in text):
        raise PydanticCustomError("web_address", "Should be an http or https address without white space")
    return text


def identifier(prefix: str) -> Any:
    """Annotate an id in a path; what cannot be one is not found, which is all there is to say of it."""
    pattern = rf"^{prefix}_[0-9A-Z]{{26}}$"

    def check(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise NotFound(f"there is nothing under that id; ids here look like {prefix}_01KEHB5NFM1Z2Y3X4W5V6T7S8R")
        return text

    return Annotated[str, AfterValidator(check), WithJsonSchema({"type": "string", "pattern": pattern})]


Time = Annotated[datetime, BeforeValidator(_written_time), AfterValidator(utc)]
"""A time in a request: RFC 3339 with a zone; kept in UTC."""

TimeOut = Annotated[
    datetime, PlainSerializer(rfc3339, return_type=str), WithJsonSchema({"type": "string", "format": "date-time"})
]
"""A time in an answer: RFC 3339 in UTC."""

VerdictId = identifier("ver")
ArticleId = identifier("art")
ReviewId = identifier("rev")
Claim = trimmed(3, 1_000)
Line = trimmed(1, 1_000)
Name = trimmed(1, 200)
ReviewedClaim = one_line(3, 1_000)
RatingLabel = trimmed(1, 100)
ArticleText = long_text(1_000_000)
Note = long_text(5_000)
Count = Annotated[int, BeforeValidator(_integral)]
"""A whole number; 6.0 is one (JSON Schema, 6.1.1), "6" and true are not."""

WebAddress = Annotated[
    str, Field(max_length=2_000), AfterValidator(_web_address), WithJsonSchema({
        "type": "string", "maxLength": 2_000, "pattern": r"^https?://[A-Za-z0-9][A-Za-z0-9.-]*(:[0-9]{1,4})?(/[!-~]*)?$",
    }),
]  # fmt: skip
Language = Annotated[str, Field(max_length=35, pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$")]
"""A language tag (RFC 5646, section 2.1), its shape alone."""
