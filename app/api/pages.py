"""What a person opens in a browser: /docs and /redoc from files shipped here, and /openapi.json with live examples."""

from collections.abc import Iterator
from contextlib import suppress
from copy import deepcopy
from html import escape
from pathlib import Path
from typing import Any

import fastapi_offline
from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session
from starlette.staticfiles import StaticFiles

from app import archive, errors, store
from app.api.deps import SessionDep, get_resources
from app.api.problems import KINDS, MEDIA_TYPE, TYPE_PREFIX
from app.api.review_schemas import EXAMPLE_REVIEW, ReviewIn, signed_of
from app.api.schemas import EXAMPLE_ARTICLE, EXAMPLE_CLAIM, EXAMPLE_VERDICT
from app.check import check, now
from app.evidence import Question
from app.resources import Resources

DESCRIPTION = (
    "Give a claim, get a verdict over the archive's own articles: `supported`, `refuted`, `conflicting` or "
    "`not_enough_evidence`, with quotes that can be checked character by character.\n\n"
    "Every error is a problem document (RFC 9457) with a stable `type`."
)
_EXAMPLE_REVIEW_ID = signed_of(ReviewIn.model_validate(EXAMPLE_REVIEW), EXAMPLE_CLAIM).id
_NO_ARTICLE = "art_" + "0" * 26
_STATIC = Path(__file__).parent / "static"
_SHIPPED = Path(fastapi_offline.__file__).parent / "static"
# What an operation may answer besides: by the class of the error, where the schema alone cannot know.
_ON_PATH = (errors.NotFound,)
_ON_BODY = (errors.InvalidInput, errors.MediaTypeRefused, errors.TooLarge)
_POLICY = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; worker-src blob:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
router = APIRouter(include_in_schema=False)


def mount_assets(app: FastAPI) -> None:
    """Serve the pages' scripts and styles: our own, and those of the package that ships Swagger UI and Redoc."""
    files = StaticFiles(directory=_STATIC, packages=[("fastapi_offline", "static")])
    app.mount("/docs/assets", files, name="assets")


@router.get("/docs/assets/redoc.standalone.js")
def get_redoc_script() -> Response:
    """Give Redoc's script, its one address on another host, that of a logo, put right."""
    script = (_SHIPPED / "redoc.standalone.js").read_text(encoding="utf-8")
    script = script.replace("https://cdn.redoc.ly/redoc/logo-mini.svg", "docs/assets/veridict.svg")
    return Response(script, media_type="text/javascript", headers={"Cache-Control": "public, max-age=86400"})


@router.get("/docs")
def get_docs() -> HTMLResponse:
    """Show Swagger UI."""
    return HTMLResponse((_STATIC / "docs.html").read_text(encoding="utf-8"), headers=_POLICY)


@router.get("/redoc")
def get_redoc() -> HTMLResponse:
    """Show Redoc."""
    return HTMLResponse((_STATIC / "redoc.html").read_text(encoding="utf-8"), headers=_POLICY)


@router.get("/")
def get_start() -> RedirectResponse:
    """Lead a visitor to the docs."""
    return RedirectResponse("docs")


@router.get(TYPE_PREFIX + "{slug}")
def get_problem(slug: str) -> HTMLResponse:
    """Say what a type of problem means, to whoever follows its address (RFC 9457, section 3.1.1)."""
    if slug not in KINDS:
        raise errors.NotFound("there is no such type of problem")
    kind = KINDS[slug]
    page = (_STATIC / "problem.html").read_text(encoding="utf-8")
    said = {"title": kind.title, "status": str(kind.status), "meaning": (kind.__doc__ or "").splitlines()[0]}
    for name, words in said.items():
        page = page.replace(f"[{name}]", escape(words))
    return HTMLResponse(page, headers=_POLICY)


@router.get("/openapi.json")
def get_openapi(request: Request, session: SessionDep) -> dict[str, Any]:
    """Describe the API, with the ids of a verdict and of articles that are there now."""
    document: dict[str, Any] = deepcopy(request.app.openapi())
    if not get_resources(request).settings.fetching:
        document["paths"].pop("/v1/articles:fetch", None)
    cited = _cited_article(session)
    mine = archive.find_article(session, str(EXAMPLE_ARTICLE["url"]), "")
    for path, method, operation in _operations(document):
        _describe_problems(operation)
        ids = {"/v1/verdicts/": EXAMPLE_VERDICT, "/v1/articles/": cited, "/v1/reviews/": _EXAMPLE_REVIEW_ID}
        if method == "delete":
            ids["/v1/articles/"] = mine.id if mine else _NO_ARTICLE
        for parameter in operation.get("parameters", []):
            known = next((held for start, held in ids.items() if path.startswith(start)), None)
            if parameter["name"] == "id" and known is not None:
                parameter["example"] = known
            if "examples" in parameter["schema"]:  # where the pages look for it
                parameter["example"] = parameter["schema"].pop("examples")[0]
    return document


def _operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def _describe_problems(operation: dict[str, Any]) -> None:
    """Name the errors to be expected, and give all their media type: the framework writes them down as plain JSON."""
    answers = operation["responses"]
    path_given = any(parameter["in"] == "path" for parameter in operation.get("parameters", []))
    expected = (*(_ON_PATH if path_given else ()), *(_ON_BODY if "requestBody" in operation else ()))
    for kind in expected:
        answers.setdefault(str(kind.status), {**answers["4XX"], "description": kind.title})
    for status, answer in answers.items():
        if status.startswith(("4", "5")):
            answer["content"] = {MEDIA_TYPE: next(iter(answer["content"].values()))}


def _cited_article(session: Session) -> str:
    """Find an article to show: one that the example verdict cites, else the newest, else none."""
    try:
        cited = [citation.source.article_id for citation in store.load_verdict(session, EXAMPLE_VERDICT).citations]
        return archive.get_article(session, cited[0]).id
    except (errors.NotFound, IndexError):
        newest = archive.list_articles(session, limit=1).articles
        return newest[0].id if newest else _NO_ARTICLE


def prepare_example(resources: Resources) -> None:
    """Check the example claim once and keep it under a known id; it also warms the networks up.

    A part that does not answer yet does not keep the service from starting: /readyz tells of that.
    """
    with Session(resources.engine) as session, suppress(errors.Unavailable, IntegrityError):
        try:
            store.load_verdict(session, EXAMPLE_VERDICT)
        except errors.NotFound:
            if store.archive(session).articles:
                check(session, resources, Question(EXAMPLE_CLAIM, as_of=now()), verdict_id=EXAMPLE_VERDICT)
