"""Servers on loopback, each in a process of its own, and clients that keep asking them."""

import os
import socket
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import httpx

from app.settings import Settings
from bench.ground import Ground

ROOT = Path(__file__).parent.parent
PATIENCE_S = 300.0
_POLL_S = 0.02
_TAIL = 2_000  # characters of a dead server's last words


class ServerFailedError(RuntimeError):
    """A server did not start, or did not answer as it should."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs: `ready_s` are the seconds from its start to its first answer that it is ready."""

    address: str
    pid: int
    ready_s: float

    def client(self, key: str = "") -> httpx.Client:
        """Open a client that keeps its connection and waits as long as it takes."""
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        return httpx.Client(base_url=self.address, headers=headers, timeout=None, trust_env=False)  # noqa: S113


@contextmanager
def veridict(ground: Ground, settings: Settings) -> Iterator[Server]:
    """Serve Veridict over the database of the settings."""
    port = _free_port()
    given = {
        "VERIDICT_HOST": "127.0.0.1",
        "VERIDICT_PORT": str(port),
        "VERIDICT_DATABASE_URL": settings.database_url,
        "VERIDICT_NLI": str(settings.nli),
        "VERIDICT_DEADLINE_S": str(settings.deadline_s),
        "VERIDICT_RATE_PER_ADDRESS": "0",
        "VERIDICT_RATE_PER_KEY": "0",
    }
    with _served(ground.sides.service, port, given, ground.folder) as server:
        yield server


@contextmanager
def plain_server(ground: Ground, given: Path) -> Iterator[Server]:
    """Serve the plain pipeline over what `Ground.handed` wrote."""
    port = _free_port()
    with _served((*ground.sides.plain_service, str(given), str(port)), port, {}, ground.folder) as server:
        yield server


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


@contextmanager
def _served(command: Sequence[str], port: int, given: Mapping[str, str], folder: Path) -> Iterator[Server]:
    log = folder / f"server-{port}.log"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **given}
    with log.open("wb") as words:
        began = time.monotonic()
        process = subprocess.Popen(list(command), env=environment, stdout=words, stderr=subprocess.STDOUT)
        try:
            address = f"http://127.0.0.1:{port}"
            _await_ready(address, process, log)
            yield Server(address, process.pid, time.monotonic() - began)
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _await_ready(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    given_up = time.monotonic() + PATIENCE_S
    with httpx.Client(trust_env=False, timeout=PATIENCE_S) as client:
        while time.monotonic() < given_up:
            if process.poll() is not None:
                break
            try:
                if client.get(f"{address}/readyz").status_code == httpx.codes.OK:
                    return
            except httpx.TransportError:
                pass
            time.sleep(_POLL_S)
    raise ServerFailedError(f"no server at {address}: {log.read_text(errors='replace')[-_TAIL:]}")


@dataclass(slots=True)
class Load:
    """What clients got: claims a second, milliseconds of each answer, and the verdict of each claim."""

    rate: float = 0.0
    ms: list[float] = field(default_factory=list)
    verdicts: dict[str, str] = field(default_factory=dict)


def load(server: Server, claims: Sequence[str], clients: int, seconds: float) -> Load:
    """Ask claims over and over, each client its next as soon as it has its answer.

    Args:
        server: Who is asked.
        claims: What is asked, in turn.
        clients: How many ask at a time, each on a connection that it keeps.
        seconds: How long new claims are asked, each client at least one; all under way are waited for, and count.

    Returns:
        What came of it.

    Raises:
        ServerFailedError: An answer was no verdict.
    """
    found, numbers, faults = Load(), count(), list[BaseException]()

    def work(client: httpx.Client, until: float) -> None:
        try:
            while not faults:
                claim = claims[next(numbers) % len(claims)]
                asked = time.perf_counter()
                found.verdicts[claim] = verdict_of(client, claim)
                found.ms.append((time.perf_counter() - asked) * 1_000)
                if time.perf_counter() > until:
                    return
        except (httpx.HTTPError, ServerFailedError) as fault:
            faults.append(fault)

    with ExitStack() as opened:
        each = [opened.enter_context(server.client()) for _ in range(clients)]  # opening one takes its time
        began = time.perf_counter()
        threads = [threading.Thread(target=work, args=(client, began + seconds)) for client in each]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        took = time.perf_counter() - began
    if faults:
        raise ServerFailedError(f"with {clients} clients") from faults[0]
    found.rate = len(found.ms) / took
    return found


def verdict_of(client: httpx.Client, claim: str) -> str:
    """Ask for one verdict.

    Raises:
        ServerFailedError: The answer was none.
    """
    answer = client.post("/v1/verdicts", json={"claim": claim})
    if answer.status_code != httpx.codes.OK:
        raise ServerFailedError(f"{answer.status_code}: {answer.text[:_TAIL]}")
    return str(answer.json()["verdict"])
