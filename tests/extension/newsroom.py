"""A newsroom on loopback: the default archive under addresses of a local site, and the real service over it."""

import html
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from seeds.loading import DEFAULT_FOLDER
from tests.extension.loopback import Answer, Asked, page_answer

START_S = 180
STYLE = """<style>
  body { font: 18px/1.6 Georgia, serif; margin: 2em auto; max-width: 34em; padding: 0 1em }
  article p { margin-block: 12em }
  ::target-text { background: rgb(255, 0, 255) }
</style>"""


def local_articles(origin: str, folder: Path) -> dict[str, str]:
    """Copy the default archive with the addresses of a local site, so that its links can be followed.

    Args:
        origin: The site's, `http://127.0.0.1:PORT`.
        folder: An empty folder for the copies.

    Returns:
        The pages of the site: HTML by path.
    """
    pages = {}
    for source in sorted(DEFAULT_FOLDER.glob("*.md")):
        written = source.read_text(encoding="utf-8")
        found = re.search(r"^url: (\S+)$", written, re.MULTILINE)
        assert found, source
        path = urlsplit(found[1]).path
        (folder / source.name).write_text(written.replace(found[1], origin + path), encoding="utf-8")
        paragraphs = [block for block in re.split(r"\n+", written.split("---\n", 2)[2]) if block.strip()]
        pages[path] = (
            STYLE + "<article>" + "".join(f"<p>{html.escape(block)}</p>" for block in paragraphs) + "</article>"
        )
    return pages


def serve_pages(pages: Mapping[str, str], asked: Asked) -> Answer:
    """Answer with a page of the site."""
    found = pages.get(urlsplit(asked.path).path)
    return page_answer(found) if found else Answer(["not found"], 404, "text/plain")


@contextmanager
def running_service(
    folder: Path, articles: Path, origin: str | None, scopes: Sequence[str] = ("verdicts",)
) -> Iterator[tuple[str, str]]:
    """Run the service as it is shipped, on a new database with the articles of a folder.

    Args:
        folder: Where its database goes.
        articles: The articles.
        origin: Whom to make a key for; None means any caller.
        scopes: What the key is for.

    Yields:
        Its address, and the key.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {
        "VERIDICT_DATABASE_URL": f"sqlite:///{folder / 'veridict.db'}",
        "VERIDICT_PORT": str(port),
        "VERIDICT_DEADLINE_S": "120",  # a busy machine is no failure
    }
    veridict = [sys.executable, "-c", "from app.cli import app; app()"]
    subprocess.run([*veridict, "prepare", "--no-seed"], env=environment, check=True, timeout=START_S)
    subprocess.run([sys.executable, "-m", "seeds", str(articles)], env=environment, check=True, timeout=START_S)
    scoped = [argument for scope in scopes for argument in ("--scope", scope)]
    made = [*veridict, "keys", "new", "tests", *scoped, *(["--origin", origin] if origin else [])]
    key = subprocess.run(made, env=environment, check=True, timeout=START_S, stdout=subprocess.PIPE, text=True)
    server = subprocess.Popen([*veridict, "serve"], env=environment)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(address, server)
        yield address, key.stdout.strip()
    finally:
        server.terminate()
        server.wait(30)


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    for _attempt in range(START_S * 2):
        assert server.poll() is None, "the service did not start"
        try:
            if httpx.get(f"{address}/readyz").is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.5)
    raise AssertionError("the service was not ready in time")
