"""The tree of errors; imports no HTTP.

VeridictError
├── InvalidInput            422  the request breaks a rule of the contract
│   └── TooLarge            413  the request is over a limit of the settings
├── TooSlow                 408  the body did not come in time
├── Unauthenticated         401  a key is needed, or the one given is unknown or revoked
├── Forbidden               403  the key has not the scope, or the page's origin is not the key's
├── NotFound                404  no such article, verdict, review or page
├── MethodRefused           405  the page exists, but not for this method
├── MediaTypeRefused        415  the body is not of a media type that this page reads
├── HostRefused             421  the Host header names a host that this service is not
├── TooManyRequests         429  over the rate of this key or address
├── FetchRefused            422  an address that may not be fetched, or a document over its caps
├── FetchFailed             502  a public document could not be fetched
├── Unavailable             503  a part of the service did not answer; asking again may help
│   ├── NetworkFailed       503  the encoder or the NLI network failed
│   ├── Overloaded          503  the queue in front of a network is full
│   ├── DeadlineExceeded    503  the answer did not come within the deadline
│   └── DatabaseFailed      503  the database did not answer
├── CitationMismatch        500  a stored quote no longer matches its hash: an error, never an answer
└── StartRefused            --   a setting or a file that the service cannot start with

Each class carries what the API says of it: `slug` (the last part of the problem type, stable), `title`
and `status`. The message given when raising is the problem's `detail` and is written for the caller.
"""

from typing import ClassVar


class VeridictError(Exception):
    """The root: everything this service raises on purpose."""

    slug: ClassVar[str] = "internal"
    title: ClassVar[str] = "Internal error"
    status: ClassVar[int] = 500

    def __init__(self, detail: str, *, retry_after_s: int | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.retry_after_s = retry_after_s


class InvalidInput(VeridictError):
    """The request breaks a rule of the contract."""

    slug, title, status = "invalid-input", "Invalid input", 422


class TooLarge(InvalidInput):
    """The request is over a limit of the settings."""

    slug, title, status = "too-large", "Too large", 413


class TooSlow(VeridictError):
    """The body did not come in time."""

    slug, title, status = "too-slow", "Body too slow", 408


class Unauthenticated(VeridictError):
    """A key is needed, or the one given is unknown or revoked."""

    slug, title, status = "unauthenticated", "Key needed", 401


class Forbidden(VeridictError):
    """The key has not the scope asked for, or belongs to another origin."""

    slug, title, status = "forbidden", "Not allowed with this key", 403


class NotFound(VeridictError):
    """No such resource."""

    slug, title, status = "not-found", "Not found", 404


class MethodRefused(VeridictError):
    """The page exists, but not for this method."""

    slug, title, status = "method-not-allowed", "Method not allowed", 405


class MediaTypeRefused(VeridictError):
    """The body is not of a media type that this page reads."""

    slug, title, status = "unsupported-media-type", "Unsupported media type", 415


class HostRefused(VeridictError):
    """The Host header names a host that this service is not (DNS rebinding)."""

    slug, title, status = "host-refused", "Misdirected request", 421


class TooManyRequests(VeridictError):
    """Over the rate of this key or address."""

    slug, title, status = "too-many-requests", "Too many requests", 429


class FetchRefused(VeridictError):
    """An address that may not be fetched, or a document over its caps."""

    slug, title, status = "fetch-refused", "Address refused", 422


class FetchFailed(VeridictError):
    """A public document could not be fetched."""

    slug, title, status = "fetch-failed", "Fetch failed", 502


class Unavailable(VeridictError):
    """A part of the service did not answer; asking again may help."""

    slug, title, status = "unavailable", "Service unavailable", 503


class NetworkFailed(Unavailable):
    """The encoder or the NLI network failed: never an abstention."""

    slug, title = "network-failed", "Network failed"


class Overloaded(Unavailable):
    """The queue in front of a network is full."""

    slug, title = "overloaded", "Overloaded"


class DeadlineExceeded(Unavailable):
    """The answer did not come within the deadline."""

    slug, title = "deadline-exceeded", "Deadline exceeded"


class DatabaseFailed(Unavailable):
    """The database did not answer."""

    slug, title = "database-failed", "Database failed"


class CitationMismatch(VeridictError):
    """A stored quote no longer matches its hash."""

    slug, title, status = "citation-mismatch", "Citation does not match the archive", 500


class StartRefused(VeridictError):
    """A setting or a file that the service cannot start with; printed as one line, never served."""

    slug, title = "start-refused", "Cannot start"
