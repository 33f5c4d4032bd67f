"""Stand-ins for both sides of the benchmarks, in this process and as servers: `python -m tests.benching SIDE`."""

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.commands.serve import run
from app.main import create_app
from app.pairs import Pair
from app.settings import load_settings
from bench.plain import Networks, serve
from bench.sides import Sides
from tests.fakes import FakeEncoder, FakeNli
from tests.service import opener

SERVICE, PLAIN = "service", "plain"


def networks() -> Networks:
    """The plain pipeline's networks, on fakes."""

    def predict(pairs: list[tuple[str, str]]) -> NDArray[np.float32]:
        return FakeNli().logits([Pair(claim, premise) for claim, premise in pairs])

    return Networks(FakeEncoder().encode, predict, trained=True)


def fake_sides() -> Sides:
    """Both sides on fakes."""
    command = (sys.executable, "-m", "tests.benching")
    return Sides(opener(), (*command, SERVICE), networks, (*command, PLAIN), float_weights=None)


def main() -> None:
    """Serve the side that the first argument names."""
    if sys.argv[1] == SERVICE:
        settings = load_settings()
        run(create_app(settings, opener=opener()), settings, ready=lambda: None)
    else:
        serve(networks(), Path(sys.argv[2]), int(sys.argv[3]))


if __name__ == "__main__":
    main()
