"""What routes ask for: the resources, a session, the facts for the log line."""

from collections.abc import Iterator
from email.message import Message
from typing import Annotated, Any, TypedDict

from fastapi import Depends, Header, Request
from sqlmodel import Session

from app.api.edge import facts_of
from app.errors import MediaTypeRefused
from app.resources import Resources


class State(TypedDict):
    """What the lifespan hands to every request."""

    resources: Resources


def get_resources(request: Request) -> Resources:
    """Give what lives as long as the process."""
    resources: Resources = request.state.resources
    return resources


def get_session(request: Request) -> Iterator[Session]:
    """Open a session for one request; what a pipeline has not committed is given up."""
    with Session(get_resources(request).engine) as session:
        yield session


def get_facts(request: Request) -> dict[str, Any]:
    """Give the facts of this request's log line, to be added to."""
    return facts_of(request.scope)


def require_json(content_type: Annotated[str | None, Header(include_in_schema=False)] = None) -> None:
    """Refuse a body that does not say it is JSON.

    Raises:
        MediaTypeRefused: Any other media type, or none.
    """
    message = Message()
    message["content-type"] = content_type or ""
    kind = message.get_content_type() if content_type else "nothing"
    if kind != "application/json" and not (kind.startswith("application/") and kind.endswith("+json")):
        raise MediaTypeRefused(f"send the body as application/json; it came as {kind}")


ResourcesDep = Annotated[Resources, Depends(get_resources)]
# "function": closed before the answer is sent, so that a slow reader holds no connection
SessionDep = Annotated[Session, Depends(get_session, scope="function")]
Facts = Annotated[dict[str, Any], Depends(get_facts)]
Json = Depends(require_json)
