"""POST /v1/articles:import and /v1/articles:fetch: many articles at a time, and articles by their address."""

import json
import tempfile
from collections.abc import AsyncIterator, Iterator
from typing import IO, Any

from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse
from pydantic import ValidationError
from sqlmodel import Session

from app.api.access import requires
from app.api.articles import submission_of
from app.api.deps import Json, ResourcesDep, SessionDep, get_resources
from app.api.problems import problem_of
from app.api.schemas import ArticleIn, FetchedOut, FetchedPageOut, FetchIn, ImportedOut, ProblemOut
from app.documents import is_ninjs, pages_of, read_ninjs
from app.errors import FetchRefused, InvalidInput, MediaTypeRefused, TooLarge, VeridictError
from app.fetch import open_fetcher
from app.importing import BATCH_ARTICLES, BATCH_CHARS, Read, Result, import_batch, import_page
from app.keys import Scope
from app.resources import Resources
from app.settings import Settings

PATH = "/v1/articles:import"
NDJSON = "application/x-ndjson"
_IN_MEMORY = 1_048_576  # bytes of results; more wait in a file

router = APIRouter(tags=["articles"], dependencies=[Depends(requires(Scope.ARTICLES))])


def read_line(line: bytes, settings: Settings) -> Any:
    """Read one line: an article of this API, or an IPTC ninjs 2 or 3 document.

    Returns:
        The submission, or the error that says what is wrong with it.
    """
    try:
        if len(line) > settings.max_body_bytes:
            raise TooLarge(f"a line may have {settings.max_body_bytes:,} bytes at the most")
        document = json.loads(line)
        if not isinstance(document, dict):
            raise InvalidInput("a line is one JSON object")
        given = ArticleIn.model_validate(_as_article(document))
        return submission_of(given, settings)
    except VeridictError as fault:
        return fault
    except ValidationError as fault:
        first = fault.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        return InvalidInput(f"{where}: {first['msg']}")
    except ValueError:
        return InvalidInput("the line is not JSON in UTF-8")


def _as_article(document: dict[str, Any]) -> dict[str, Any]:
    """Lay a ninjs document out as an article of this API, so that both pass the same checks."""
    if not is_ninjs(document):
        return document
    found = read_ninjs(document)
    return {
        "title": found.title,
        "text": found.text,
        "publisher": found.publisher,
        "published_at": found.published_at.isoformat(),
        "url": found.url,
        "author": found.author,
        "agency": found.agency,
        "language": found.language,
    }


_LINE_OUT = ImportedOut.model_json_schema(ref_template="#/components/schemas/{model}")
_LINE_OUT.pop("$defs")  # described with the other schemas already


@router.post(
    PATH,
    summary="Import articles",
    response_model=None,
    responses={200: {"content": {NDJSON: {"schema": _LINE_OUT}}, "description":
                     "One line of result for each line in, in order"}},
    openapi_extra={"requestBody": {"required": True, "content": {NDJSON: {
        "schema": {"type": "string", "description": "One article or ninjs document a line"},
        "example": '{"title":"Bridge reopens","text":"The bridge in Bellmouth reopened on Monday.",'
                   '"publisher":"Bellmouth Courier","published_at":"2026-01-12T09:00:00Z"}\n'}}}},
)  # fmt: skip
async def import_articles(request: Request) -> StreamingResponse:
    """Take in up to 100,000 articles, a line each; run it again to go on where it broke off.

    The answer begins when the last line has come, so that a caller may send everything before it reads.
    """
    if not request.headers.get("content-type", "").startswith(NDJSON):
        raise MediaTypeRefused(f"send the lines as {NDJSON}")
    resources = get_resources(request)
    results = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  closed when it has been sent
    try:
        async for batch in _batches(request, resources.settings):
            await run_in_threadpool(_take, resources, batch, results, request.url.path)
    except BaseException:
        results.close()
        raise
    results.seek(0)
    return StreamingResponse(_sent(results), media_type=NDJSON)


async def _batches(request: Request, settings: Settings) -> AsyncIterator[list[Read]]:
    batch: list[Read] = []
    size = 0
    async for number, line in _lines(request, settings.max_body_bytes):
        over = number > settings.max_import
        fault = TooLarge(f"an import may have {settings.max_import:,} lines at the most; send the rest in another")
        batch.append(Read(number, fault if over else read_line(line, settings)))
        size += len(line)
        if len(batch) >= BATCH_ARTICLES or size >= BATCH_CHARS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


async def _lines(request: Request, most: int) -> AsyncIterator[tuple[int, bytes]]:
    """Cut the body into lines as it comes; of a line that is too long no more is kept than shows that it is."""
    number, held = 0, bytearray()
    async for part in request.stream():
        *whole, rest = part.split(b"\n")
        for piece in whole:
            number += 1
            line = bytes(held + piece[: most + 1])
            held.clear()
            if line.strip():
                yield number, line
        held += rest[: max(0, most + 1 - len(held))]
    if held.strip():
        yield number + 1, bytes(held)


def _take(resources: Resources, batch: list[Read], results: IO[bytes], path: str) -> None:
    with Session(resources.engine) as session:
        for result in import_batch(session, resources, batch):
            results.write(_line_out(result, path).model_dump_json().encode() + b"\n")


def _line_out(result: Result, path: str) -> ImportedOut:
    return ImportedOut(line=result.line, status=result.status, id=result.id, problem=_problem(result.fault, path))


def _problem(fault: VeridictError | None, path: str) -> ProblemOut | None:
    return None if fault is None else ProblemOut.model_validate(problem_of(fault, path))


def _sent(results: IO[bytes]) -> Iterator[bytes]:
    with results:
        while part := results.read(65_536):
            yield part


@router.post("/v1/articles:fetch", dependencies=[Json], summary="Add articles by their address")
def fetch_articles(given: FetchIn, session: SessionDep, resources: ResourcesDep, request: Request) -> FetchedOut:
    """Fetch a page, or every page of an RSS or Atom feed, and add what is reported there.

    Off unless `VERIDICT_FETCHING` is on; only public addresses are fetched.
    """
    fetcher = open_fetcher(resources.settings)
    if fetcher is None:
        raise FetchRefused("fetching is off; the setting VERIDICT_FETCHING turns it on")
    if given.url is not None:
        pages: list[tuple[str, Any]] = [(given.url, None)]
    else:
        pages = list(pages_of(fetcher.fetch(given.feed or "")))[: resources.settings.max_feed]
    found = [(url, import_page(session, resources, fetcher, url, time)) for url, time in pages]
    return FetchedOut(results=[_page_out(url, result, request.url.path) for url, result in found])


def _page_out(url: str, result: Result, path: str) -> FetchedPageOut:
    return FetchedPageOut(url=url, status=result.status, id=result.id, problem=_problem(result.fault, path))
