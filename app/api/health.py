"""GET /livez, /readyz and /version."""

from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from time import perf_counter
from typing import TypeVar

from fastapi import APIRouter

from app import store
from app.api.deps import ResourcesDep, SessionDep
from app.api.schemas import LiveOut, ReadyOut, VersionOut, WeightsOut
from app.pairs import Pair

router = APIRouter(tags=["service"])
Answer = TypeVar("Answer")


@router.get("/livez", summary="Is the process alive?")
async def get_livez() -> LiveOut:
    """Answer as long as the process does; asks nothing else, and waits for no thread."""
    return LiveOut(status="ok")


@router.get("/readyz", summary="Can it answer claims?")
def get_readyz(session: SessionDep, resources: ResourcesDep) -> ReadyOut:
    """Ask the database and both networks for a sign of life; 503 when one does not answer."""
    articles, database_ms = _timed(lambda: store.archive(session).articles)
    _, encoder_ms = _timed(lambda: resources.encoder.encode(["ready?"]))
    _, nli_ms = _timed(lambda: resources.nli.logits([Pair("ready?", "Ready.")]))
    return ReadyOut(status="ready", database_ms=database_ms, encoder_ms=encoder_ms, nli_ms=nli_ms, articles=articles)


@router.get("/version", summary="What runs here?")
def get_version(resources: ResourcesDep) -> VersionOut:
    """Name the release and the revisions of the networks."""
    return VersionOut(
        version=release(),
        api="v1",
        weights=WeightsOut(encoder=resources.encoder.revision, nli=resources.nli.revision),
    )


def release() -> str:
    """Give the version that is installed; "0" where the code runs without having been installed."""
    try:
        return version("veridict")
    except PackageNotFoundError:
        return "0"


def _timed(ask: Callable[[], Answer]) -> tuple[Answer, float]:
    started = perf_counter()
    answer = ask()
    return answer, round((perf_counter() - started) * 1_000, 2)
