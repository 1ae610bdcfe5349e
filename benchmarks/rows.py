"""The table that is printed, as `docs/benchmarks.md` shows it."""

from dataclasses import dataclass

HEADER = "| what | ours | other | ratio | target | met |\n|---|--:|--:|--:|--:|---|"


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement."""

    what: str
    unit: str
    ours: float
    other: float | None = None
    most: float | None = None
    """The target: of the ratio if there is another side, else of `ours`."""

    def __str__(self) -> str:
        """Return the row in Markdown."""
        ratio = None if self.other is None else self.ours / self.other
        judged = self.ours if ratio is None else ratio
        met = "" if self.most is None else "yes" if judged <= self.most else "no"
        unit = self.unit if ratio is None else ""
        cells = (_text(self.ours, self.unit), _text(self.other, self.unit), _text(ratio), _text(self.most, unit), met)
        return f"| {self.what} | {' | '.join(cells)} |"


def _text(value: float | None, unit: str = "") -> str:
    return "" if value is None else f"{value:.2f} {unit}".strip()
