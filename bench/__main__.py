"""Speed and memory on this machine, each beside the plain pipeline, in one run: `python -m bench`, `make bench`.

`--write` keeps what came out in `bench/RESULTS.md`, and there the sections that were not measured this time.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.console import Console

from app.errors import StartRefused
from app.settings import Settings
from bench import imports, machine, pages, runtimes, serving, single
from bench.ground import Ground, Sizes
from bench.plain import FLOAT_WEIGHTS
from bench.rows import Section, markdown, printed
from bench.sides import Sides, real_sides

RESULTS = Path(__file__).parent / "RESULTS.md"
SECTIONS: dict[str, Callable[[Ground], Section]] = {
    "networks": runtimes.measure,
    "single": single.measure,
    "serving": serving.measure,
    "pages": pages.measure,
    "ingest": imports.measure_ingest,
    "import": imports.measure_import,
}


def run(names: Sequence[str], sides: Sides, sizes: Sizes, console: Console) -> list[Section]:
    """Measure, and print each section when it is done.

    Args:
        names: Keys of `SECTIONS`, in the order in which they run.
        sides: What is compared.
        sizes: How much is measured.
        console: Where it is printed.

    Returns:
        The sections.
    """
    found: list[Section] = []
    with tempfile.TemporaryDirectory(prefix="veridict-bench-") as folder:
        ground = Ground(Path(folder), sides, sizes)
        for name in names:
            console.print(f"measuring {name} ...", style="dim")
            found.append(SECTIONS[name](ground))
            console.print(printed(found[-1]))
    return found


def main(argv: Sequence[str] | None = None) -> None:
    """Measure what the arguments name."""
    given = _arguments(argv)
    facts = [*machine.facts(), *_sizes_told(given)]
    console = Console(width=None if sys.stdout.isatty() else 150)
    sides = real_sides(given.float_weights, Settings().threads)
    if sides.float_weights is None:
        console.print(
            f"{given.float_weights}: no float32 network there (training keeps it); one of the same shape with an "
            "untrained head stands in for the plain pipeline's speed, and verdicts are not compared"
        )
        facts.append(("plain NLI network", "same shape, untrained head: speed only, verdicts not compared"))
    sizes = Sizes(
        passages=given.passages,
        encoded=min(given.encoded, given.passages),
        claims=given.claims,
        rounds=given.rounds,
        seconds=given.seconds,
        ingested=given.ingested,
        imported=given.imported,
        sentences=given.sentences,
    )
    try:
        sections = run(given.only or list(SECTIONS), sides, sizes, console)
    except StartRefused as refused:
        raise SystemExit(f"bench: {refused.detail}") from refused
    if given.write:
        held = RESULTS.read_text(encoding="utf-8") if RESULTS.is_file() else ""
        RESULTS.write_text(markdown(facts, sections, held), encoding="utf-8")
        console.print(f"written to {RESULTS}")


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench", description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter
    )
    sizes = Sizes()
    parser.add_argument("--only", nargs="+", choices=SECTIONS, help="measure these sections alone")
    parser.add_argument("--passages", type=int, default=sizes.passages, help="of the large archive")
    parser.add_argument("--encoded", type=int, default=sizes.encoded, help="of these, how many are encoded")
    parser.add_argument("--claims", type=int, default=sizes.claims, help="asked in each round, 120 at the most")
    parser.add_argument("--rounds", type=int, default=sizes.rounds, help="times that each side does the same")
    parser.add_argument("--seconds", type=float, default=sizes.seconds, help="for each number of clients")
    parser.add_argument("--ingested", type=int, default=sizes.ingested, help="articles a round, one by one")
    parser.add_argument("--imported", type=int, default=sizes.imported, help="articles of the import, up to 100000")
    parser.add_argument("--sentences", type=int, default=sizes.sentences, help="of an article that is taken in")
    parser.add_argument(
        "--float", type=Path, default=FLOAT_WEIGHTS, dest="float_weights", help="folder of the float32 NLI network"
    )
    parser.add_argument("--write", action="store_true", help=f"keep what came out in {RESULTS.parent.name}/RESULTS.md")
    return parser.parse_args(argv)


def _sizes_told(given: argparse.Namespace) -> list[tuple[str, str]]:
    names = ("passages", "encoded", "claims", "rounds", "seconds", "imported", "sentences")
    return [("sizes", ", ".join(f"{name} {getattr(given, name):,}" for name in names))]


if __name__ == "__main__":
    main()
