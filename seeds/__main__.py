"""`python -m seeds [FOLDER]`: load the default archive, or any folder of `.txt` and `.md` articles."""

import sys
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from sqlmodel import Session

from app.encoder import Encoder, open_encoder
from app.errors import VeridictError
from app.settings import load_settings
from app.store import open_engine, ping
from seeds.loading import DEFAULT_FOLDER, load


@dataclass(frozen=True, slots=True)
class _Held:
    encoder: Encoder


def main(arguments: list[str]) -> int:
    """Load a folder into the archive that the settings name.

    Args:
        arguments: At most one: the folder; the default archive without.

    Returns:
        0 when something of it is in the archive now, 1 when nothing is, 2 when it could not begin.
    """
    console = Console()
    folder = Path(arguments[0]) if arguments else DEFAULT_FOLDER
    if len(arguments) > 1 or not folder.is_dir():
        console.print("usage: python -m seeds [FOLDER]" if len(arguments) > 1 else f"{folder} is no folder")
        return 2
    try:
        with ExitStack() as opened:
            settings = load_settings()
            engine = open_engine(settings)
            opened.callback(engine.dispose)
            session = opened.enter_context(Session(engine))
            ping(session)
            encoder = open_encoder(settings)
            opened.callback(encoder.close)
            report = load(session, _Held(encoder), folder, console)
    except VeridictError as fault:
        console.print(f"{fault.title}: {fault.detail}", highlight=False)
        return 2
    return 0 if report.stored + report.replaced + report.unchanged else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
