"""Over HTTP: claims a second with 1, 4 and 16 clients, seconds to ready, resident memory."""

from collections.abc import Sequence

from bench.archives import Ask
from bench.ground import Ground
from bench.machine import p50, p95, resident_mb
from bench.rows import Row, Section
from bench.servers import Load, Server, load, plain_server, veridict


def measure(ground: Ground) -> Section:
    """Measure both sides as servers on loopback.

    Args:
        ground: What is asked.

    Returns:
        The rows.
    """
    rows: list[Row] = []
    for ask in (ground.five, ground.large):
        rows += _rows(ground, ask)
    return Section(
        "Over HTTP",
        "Each side served in a process of its own on loopback and asked the same claims; the clients run on the same "
        "cores. The plain pipeline behind FastAPI answers one request at a time.",
        tuple(rows),
    )


def _rows(ground: Ground, ask: Ask) -> list[Row]:
    given = ground.handed(ask)
    with veridict(ground, ask.settings) as server:
        ready_s, ours = server.ready_s, _loads(server, ground)
        memory = resident_mb(server.pid)
    with plain_server(ground, given) as server:
        plain_ready_s, theirs = server.ready_s, _loads(server, ground)
        plain_memory = resident_mb(server.pid)
    large = ask is ground.large
    rows = [Row(f"seconds to ready, {ask.name}", "s", ready_s, plain_ready_s, "< 5")]
    for clients, one, other in zip(ground.sizes.clients, ours, theirs, strict=True):
        name = f"{clients} client{'s' if clients > 1 else ''}, {ask.name}"
        rows += [
            Row(f"claims a second, {name}", "claims/s", one.rate, other.rate, "4 times the plain one's"),
            Row(f"answer, p50, {name}", "ms", p50(one.ms), p50(other.ms)),
            Row(f"answer, p95, {name}", "ms", p95(one.ms), p95(other.ms)),
        ]
    rows.append(Row(f"resident memory, {ask.name}", "MB", memory, plain_memory, "< 1,000" if large else ""))
    if ground.sides.float_weights is not None:
        rows.append(Row(f"verdicts as the plain pipeline's, {ask.name}", "share", _same(ours, theirs)))
    return rows


def _loads(server: Server, ground: Ground) -> list[Load]:
    load(server, ground.claims, 1, min(2.0, ground.sizes.seconds))  # to warm up
    return [load(server, ground.claims, clients, ground.sizes.seconds) for clients in ground.sizes.clients]


def _same(ours: Sequence[Load], theirs: Sequence[Load]) -> float:
    one, other = (
        {claim: label for each in loads for claim, label in each.verdicts.items()} for loads in (ours, theirs)
    )
    both = one.keys() & other.keys()
    return sum(one[claim] == other[claim] for claim in both) / len(both)
