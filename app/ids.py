"""Identifiers that sort by the time they were made: `art_01KEH...`, 48 bits of time and 80 of chance (ULID)."""

import secrets
import time

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_id(prefix: str) -> str:
    """Make an identifier.

    Args:
        prefix: What it names, such as `art` or `ver`.

    Returns:
        The prefix, an underscore and 26 letters and digits of Crockford's base 32; later ones sort later,
        to the millisecond.

    Source:
        The ULID specification, github.com/ulid/spec.
    """
    number = (time.time_ns() // 1_000_000 << 80) | secrets.randbits(80)
    return f"{prefix}_{crockford(number)}"


def crockford(number: int) -> str:
    """Write a number of up to 130 bits as 26 letters and digits of Crockford's base 32."""
    return "".join(_CROCKFORD[number >> shift & 31] for shift in range(125, -1, -5))
