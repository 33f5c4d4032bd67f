"""The two sides of every comparison: how each is opened in this process, and how each is started as a server.

Tests put stand-ins here.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from app.main import Opener
from app.resources import open_resources
from bench import plain

_SERVE = "from app.cli import app; app(['serve'])"


@dataclass(frozen=True, slots=True)
class Sides:
    """Both sides.

    Args:
        opener: Opens Veridict's resources.
        service: The command that serves Veridict; settings come by the environment.
        networks: Opens the plain pipeline's networks.
        plain_service: The command that serves the plain pipeline; a folder and a port are added.
        float_weights: Folder of the float32 NLI network; None where there is none.
    """

    opener: Opener
    service: tuple[str, ...]
    networks: Callable[[], plain.Networks]
    plain_service: tuple[str, ...]
    float_weights: Path | None


def real_sides(float_weights: Path, threads: int) -> Sides:
    """Give the shipped networks on the one side, PyTorch float32 on the other.

    Args:
        float_weights: Folder in which training keeps the float32 NLI network.
        threads: CPU threads of the plain pipeline's networks.
    """
    options = ("--float", str(float_weights), "--threads", str(threads))
    return Sides(
        opener=open_resources,
        service=(sys.executable, "-c", _SERVE),
        networks=partial(plain.open_networks, float_weights, threads),
        plain_service=(sys.executable, "-m", "bench.plain", *options),
        float_weights=float_weights if plain.has_float_weights(float_weights) else None,
    )
