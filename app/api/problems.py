"""Errors -> RFC 9457 `application/problem+json`; nothing else in the service writes an error to the wire."""

import json
from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from app import errors
from app.api.schemas import ProblemOut

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "/problems/"
_UNKNOWN = "something went wrong here; it has been logged under the X-Request-Id of this answer"
_BY_STATUS = {
    HTTPStatus.BAD_REQUEST: errors.InvalidInput,
    HTTPStatus.NOT_FOUND: errors.NotFound,
    HTTPStatus.REQUEST_TIMEOUT: errors.TooSlow,
    HTTPStatus.METHOD_NOT_ALLOWED: errors.MethodRefused,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: errors.TooLarge,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: errors.MediaTypeRefused,
}
_DETAILS = {
    HTTPStatus.BAD_REQUEST: "the body is not JSON in UTF-8",
    HTTPStatus.NOT_FOUND: "there is no such page",
    HTTPStatus.METHOD_NOT_ALLOWED: "this page does not take that method",
}


def _below(kind: type[errors.VeridictError]) -> Iterator[type[errors.VeridictError]]:
    yield kind
    for subclass in kind.__subclasses__():
        yield from _below(subclass)


# Every error that can be answered, by its slug.
KINDS = {kind.slug: kind for kind in _below(errors.VeridictError) if kind is not errors.StartRefused}


class Problem(JSONResponse):
    """A problem document."""

    media_type = MEDIA_TYPE

    def render(self, content: Any) -> bytes:
        """Write the document, also where the name of a refused field has half a surrogate pair in it."""
        return json.dumps(content, ensure_ascii=False).encode("utf-8", "backslashreplace")


def problem_of(fault: errors.VeridictError, path: str, faults: Sequence[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """Write an error as a problem.

    Args:
        fault: The error; its detail is written for the caller.
        path: What was asked for.
        faults: With an invalid request, one `{loc, msg}` for each thing wrong with it.

    Returns:
        The members of a problem document, `errors` only where there are any.

    Source:
        RFC 9457, section 3.1.
    """
    problem: dict[str, Any] = {
        "type": TYPE_PREFIX + fault.slug,
        "title": fault.title,
        "status": fault.status,
        "detail": fault.detail,
        "instance": path,
    }
    return problem | ({"errors": list(faults)} if faults else {})


def respond(
    fault: errors.VeridictError,
    path: str,
    faults: Sequence[Mapping[str, Any]] = (),
    headers: Mapping[str, str] | None = None,
) -> Problem:
    """Answer with an error; where asking again may help, `Retry-After` says when."""
    sent = dict(headers or {})
    if fault.retry_after_s is not None:
        sent["Retry-After"] = str(fault.retry_after_s)
    elif fault.status == HTTPStatus.SERVICE_UNAVAILABLE:
        sent["Retry-After"] = "1"
    if fault.status == HTTPStatus.UNAUTHORIZED:
        sent["WWW-Authenticate"] = 'Bearer realm="veridict"'
    return Problem(problem_of(fault, path, faults), status_code=fault.status, headers=sent)


def internal(path: str) -> Problem:
    """Answer with a 500 that says nothing of what went wrong."""
    return respond(errors.VeridictError(_UNKNOWN), path)


def _on_error(request: Request, fault: Exception) -> Problem:
    assert isinstance(fault, errors.VeridictError)  # noqa: S101  the type that it is registered for
    return respond(fault, request.url.path)


def _on_invalid(request: Request, fault: Exception) -> Problem:
    """List what is wrong by place and rule; what was sent is not repeated."""
    assert isinstance(fault, RequestValidationError)  # noqa: S101  the type that it is registered for
    faults = [{"loc": list(one["loc"]), "msg": one["msg"]} for one in fault.errors()]
    first = faults[0]
    where = ".".join(str(part) for part in first["loc"])
    more = f", and {len(faults) - 1} more" if len(faults) > 1 else ""
    return respond(errors.InvalidInput(f"{where}: {first['msg']}{more}"), request.url.path, faults)


def _on_http(request: Request, fault: Exception) -> Problem:
    """Turn what the framework raises into the tree's own errors."""
    assert isinstance(fault, HTTPException)  # noqa: S101  the type that it is registered for
    kind = _BY_STATUS.get(HTTPStatus(fault.status_code))
    if kind is None:
        return internal(request.url.path)
    detail = _DETAILS.get(HTTPStatus(fault.status_code), str(fault.detail))
    return respond(kind(detail), request.url.path, headers=fault.headers)


def _on_database(request: Request, _fault: Exception) -> Problem:
    return respond(errors.DatabaseFailed("the database did not answer"), request.url.path)


def install(app: FastAPI) -> None:
    """Make every error of an application a problem document."""
    app.add_exception_handler(errors.VeridictError, _on_error)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)
    for fault in (OperationalError, InterfaceError, PoolTimeout):
        app.add_exception_handler(fault, _on_database)


RESPONSES: dict[int | str, dict[str, Any]] = {
    "4XX": {"model": ProblemOut, "description": "The request was not right; `type` says what was wrong with it"},
    "5XX": {"model": ProblemOut, "description": "The service could not answer; no verdict was reached"},
}
