"""What was measured, as rows of a table: ours, the plain one's, and how many times better."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.table import Table

HEADINGS = ("what", "unit", "Veridict", "plain", "times better", "aim")


@dataclass(frozen=True, slots=True)
class Row:
    """One thing measured.

    Args:
        what: What was measured.
        unit: `ms`, `s` and `MB` are better when there are fewer, units `.../s` when there are more; `share` is 0..1.
        ours: Veridict's figure; None where there is none.
        plain: The figure of what it is compared with, measured in the same run; None where there is none.
        aim: What was set out to be reached.
    """

    what: str
    unit: str
    ours: float | None
    plain: float | None = None
    aim: str = ""

    @property
    def times_better(self) -> float | None:
        """How many times better ours is: under 1 where it is worse."""
        if not self.ours or not self.plain or self.unit == "share":
            return None
        return self.ours / self.plain if self.unit.endswith("/s") else self.plain / self.ours

    def cells(self) -> tuple[str, ...]:
        """Write the row's cells, in the order of `HEADINGS`."""
        figures = (_written(self.ours), _written(self.plain), _written(self.times_better))
        return (self.what, self.unit, *figures, self.aim)


@dataclass(frozen=True, slots=True)
class Section:
    """Rows that belong together, and a sentence on what they are compared with."""

    title: str
    about: str
    rows: tuple[Row, ...]


def _written(figure: float | None) -> str:
    if figure is None:
        return ""
    if figure >= 1_000:
        return f"{figure:,.0f}"
    return f"{figure:.3g}"


def printed(section: Section) -> Table:
    """Lay a section out for the terminal."""
    table = Table(title=section.title, caption=section.about, title_justify="left", caption_justify="left")
    for place, heading in enumerate(HEADINGS):
        table.add_column(heading, justify="right" if 2 <= place <= 4 else "left")
    for row in section.rows:
        table.add_row(*row.cells())
    return table


def markdown(facts: Sequence[tuple[str, str]], sections: Iterable[Section], held: str = "") -> str:
    """Write a run as Markdown.

    Args:
        facts: What it ran on and with: names and values.
        sections: In the order in which they are shown.
        held: The file as it was; sections that this run did not measure stay, with the run that they came from.

    Returns:
        The text of a file.
    """
    blocks = {block.partition("\n")[0]: block.rstrip() for block in held.split("\n## ")[1:]}
    run = "Run: " + "; ".join(f"{name} {value}" for name, value in facts) + "."
    for section in sections:
        rows = _table(HEADINGS, [row.cells() for row in section.rows])
        blocks[section.title] = "\n".join([section.title, "", section.about, "", run, "", *rows])
    head = (
        "# Measured\n\nWritten by `python -m bench --write`; both sides of each row ran in the run its section names.\n"
    )
    return head + "".join(f"\n## {block}\n" for block in blocks.values())


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    return [_line(headings), _line(["---"] * len(headings)), *map(_line, rows)]


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
