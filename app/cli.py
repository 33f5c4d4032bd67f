"""`veridict`: prepare, serve, judge; each command imports what it needs when it is called, so that help is quick."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from app.errors import InvalidInput, StartRefused, VeridictError

if TYPE_CHECKING:
    from sqlmodel import Session

app = typer.Typer(
    help="Does what we have published support this claim, contradict it, or neither?",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
keys_app = typer.Typer(help="Keys for those who may call.", no_args_is_help=True)
app.add_typer(keys_app, name="keys")
_EXAMPLE = '{"claim":"five Spaniards freed"}'
screen = Console(stderr=True, highlight=False, soft_wrap=True)


@contextmanager
def plainly() -> Iterator[None]:
    """Say what went wrong in one line instead of a traceback, and leave with 1."""
    try:
        yield
    except VeridictError as fault:
        screen.print(f"veridict: {fault.detail}", style="red", markup=False)
        raise typer.Exit(1) from None


@app.command()
def prepare(
    *,
    seed: Annotated[bool, typer.Option(help="Load the default archive where there was never an article.")] = True,
) -> None:
    """Bring the database up to date."""
    from sqlalchemy import make_url  # noqa: PLC0415

    from app.commands import prepare as preparing  # noqa: PLC0415
    from app.settings import load_settings  # noqa: PLC0415

    with plainly():
        settings = load_settings()
        screen.print(f"database  {make_url(settings.database_url).render_as_string(hide_password=True)}", markup=False)
        preparing.prepare(settings, screen, seed=seed)


@app.command()
def serve(
    *,
    prepared: Annotated[bool, typer.Option("--prepared", help="Do first what `veridict prepare` does.")] = False,
) -> None:
    """Serve the API on the address and port of the settings."""
    from contextlib import nullcontext  # noqa: PLC0415

    from app.settings import load_settings  # noqa: PLC0415

    with plainly():
        if prepared:
            prepare(seed=True)
        settings = load_settings()
        screen.print("loading   the networks and the index")
        from app.commands.prepare import renew_vectors  # noqa: PLC0415
        from app.commands.serve import run  # noqa: PLC0415
        from app.main import check_door, create_app  # noqa: PLC0415
        from app.resources import open_resources  # noqa: PLC0415

        with open_resources(settings) as resources:
            check_door(settings, resources)
            renew_vectors(resources, screen)
            application = create_app(settings, opener=lambda _settings: nullcontext(resources))
            run(application, settings, ready=lambda: _say_where(settings.host, settings.port))


def _say_where(host: str, port: int) -> None:
    shown = "localhost" if host in {"127.0.0.1", "0.0.0.0", "::1", "::"} else host  # noqa: S104  shown, not bound
    address = f"http://{shown}:{port}"
    screen.print(f"serving   {address}/docs\n")
    screen.print(f"curl -s {address}/v1/verdicts -H 'content-type: application/json' -d '{_EXAMPLE}'\n", markup=False)


@keys_app.command("new")
def new_key(
    name: Annotated[str, typer.Argument(help="For people, to tell keys apart.")],
    scope: Annotated[list[str], typer.Option(help="verdicts, articles or reviews; may be given again.")],
    origin: Annotated[str | None, typer.Option(help="The only page or extension that may use it.")] = None,
) -> None:
    """Make a key and print it: it is shown this once."""
    from app import keys  # noqa: PLC0415

    with plainly(), _session() as session:
        known = set(keys.Scope)
        if unknown := [one for one in scope if one not in known]:
            raise InvalidInput(f"unknown scope {unknown[0]!r}; there are {', '.join(sorted(known))}")
        key, text = keys.new_key(session, name, [keys.Scope(one) for one in scope], origin)
        screen.print(f"key       {key.id}; this is the only time it is shown:", markup=False)
        sys.stdout.write(text + "\n")


@keys_app.command("list")
def list_keys() -> None:
    """List the keys, the revoked ones too."""
    from rich.table import Column, Table  # noqa: PLC0415

    from app import keys  # noqa: PLC0415

    whole = Column("id", no_wrap=True, min_width=len("key_") + 26)  # to be copied, however narrow the terminal
    others = [Column(name, overflow="fold") for name in ("name", "scopes", "origin", "made", "revoked")]
    table = Table(whole, *others)
    with plainly(), _session() as session:
        for key in keys.list_keys(session):
            revoked = f"{key.revoked_at:%Y-%m-%d %H:%M}" if key.revoked_at else ""
            table.add_row(
                key.id, key.name, " ".join(key.scopes), key.origin or "any", f"{key.created_at:%Y-%m-%d}", revoked
            )
    Console().print(table, markup=False)


@keys_app.command("revoke")
def revoke_key(key_id: Annotated[str, typer.Argument(metavar="ID", help="As listed: key_...")]) -> None:
    """Revoke a key, at once and for ever."""
    from app import keys  # noqa: PLC0415

    with plainly(), _session() as session:
        keys.revoke(session, key_id)
        screen.print(f"revoked   {key_id}", markup=False)


@contextmanager
def _session() -> Iterator["Session"]:
    from sqlmodel import Session  # noqa: PLC0415

    from app.commands.prepare import migrate  # noqa: PLC0415
    from app.settings import load_settings  # noqa: PLC0415
    from app.store import open_engine  # noqa: PLC0415

    engine = open_engine(load_settings())
    try:
        migrate(engine)
        with Session(engine) as session:
            yield session
    finally:
        engine.dispose()


@app.command("import")
def import_(
    source: Annotated[str, typer.Argument(metavar="FILE|FOLDER|FEED|URL", help="JSON lines, a folder, or an address.")],
) -> None:
    """Take articles in: a file of JSON lines (articles or ninjs), a folder of .txt and .md, a feed or a page.

    What is in already is passed over, so an import that broke off is simply run again.
    """
    from app.commands.bring import bring  # noqa: PLC0415
    from app.settings import load_settings  # noqa: PLC0415

    with plainly(), _session() as session:
        if not bring(session, load_settings(), source, screen):
            raise typer.Exit(1)


@app.command()
def judge(
    pairs: Annotated[Path | None, typer.Argument(help="JSON lines; standard input without it.")] = None,
) -> None:
    """Judge claims against evidence that you bring.

    One JSON object a line goes in: `claim`, `evidence`, and where you have them `title`, `context` and
    `published_at`. One comes out for each, in order: `supports`, `refutes`, `neutral` and `findings`.
    """
    from app.commands.judge import judge_lines  # noqa: PLC0415
    from app.settings import load_settings  # noqa: PLC0415

    with plainly():
        settings = load_settings()
        try:
            source = sys.stdin if pairs is None else pairs.open(encoding="utf-8")
        except OSError as fault:
            raise StartRefused(f"{pairs}: {fault.strerror}") from fault
        with source:
            for line in judge_lines(settings, source):
                sys.stdout.write(line)
