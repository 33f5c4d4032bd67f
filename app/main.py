"""The composition root: settings in, application out; nothing is built when this module is imported."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager, asynccontextmanager

from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool
from sqlmodel import Session
from starlette.middleware import Middleware

from app import keys
from app.api import articles, checks, claims, health, imports, pages, problems, reviews
from app.api.access import RateLimit, refuse_open_door
from app.api.deps import State
from app.api.edge import BodyClock, BodyLimit, Cors, HeadAsGet, HostCheck, RequestLog
from app.log import Log, open_log
from app.resources import Resources, open_resources
from app.settings import Settings, load_settings

Opener = Callable[[Settings], AbstractContextManager[Resources]]


def create_app(settings: Settings | None = None, *, opener: Opener = open_resources, log: Log | None = None) -> FastAPI:
    """Build the application.

    Args:
        settings: None reads them from the environment.
        opener: Opens what lives as long as the process.
        log: Where request lines go; None means standard output.

    Returns:
        The application; its lifespan opens and closes the resources.

    Raises:
        StartRefused: A setting is out of its range.
    """
    held = settings or load_settings()

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[State]:
        with opener(held) as resources:
            await run_in_threadpool(check_door, held, resources)
            await run_in_threadpool(pages.prepare_example, resources)
            yield State(resources=resources)

    app = FastAPI(
        title="Veridict",
        version=health.release(),
        summary="Does what we have published support this claim, contradict it, or neither?",
        description=pages.DESCRIPTION,
        openapi_url=None,  # app.api.pages serves it, with examples that exist
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        responses=problems.RESPONSES,
        generate_unique_id_function=lambda route: route.name,
        lifespan=lifespan,
        middleware=[
            Middleware(Cors, origins=held.cors_origins),
            Middleware(RequestLog, log=log or open_log()),
            Middleware(HeadAsGet),
            Middleware(HostCheck, hosts=held.allowed_hosts),
            Middleware(RateLimit, per_address=held.rate_per_address, per_key=held.rate_per_key),
            Middleware(BodyClock, pause_s=held.body_pause_s, time_s=held.body_time_s, streams={imports.PATH}),
            Middleware(BodyLimit, most=held.max_body_bytes, streams={imports.PATH: held.max_import_bytes}),
        ],
    )
    problems.install(app)
    for router in (
        claims.router,
        checks.router,
        reviews.router,
        articles.router,
        imports.router,
        health.router,
        pages.router,
    ):
        app.include_router(router)
    pages.mount_assets(app)
    return app


def check_door(settings: Settings, resources: Resources) -> None:
    """Look whether strangers could come in.

    Raises:
        StartRefused: The address is not loopback and no key exists.
    """
    with Session(resources.engine) as session:
        refuse_open_door(settings, has_keys=keys.has_keys(session))
