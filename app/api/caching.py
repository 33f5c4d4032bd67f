"""Answers that a client may keep: entity tags and 304."""

from fastapi import Response

from app.api.schemas import Out


def conditional(body: Out, tag: str, if_none_match: str | None, cache_control: str) -> Response:
    """Answer with a body under a strong entity tag, or with 304 to a client that has it.

    Args:
        body: The answer.
        tag: What changes whenever the body does.
        if_none_match: The request's `If-None-Match`.
        cache_control: For how long, and for whom.

    Source:
        RFC 9110, sections 8.8.3 and 13.1.2.
    """
    etag = f'"{tag}"'
    headers = {"ETag": etag, "Cache-Control": cache_control}
    if if_none_match is not None and _names(if_none_match, etag):
        return Response(status_code=304, headers=headers)
    return Response(body.model_dump_json(), media_type="application/json", headers=headers)


def _names(given: str, etag: str) -> bool:
    """Tell whether `If-None-Match` names an entity tag; the comparison is the weak one."""
    return given.strip() == "*" or etag in {tag.strip().removeprefix("W/") for tag in given.split(",")}
