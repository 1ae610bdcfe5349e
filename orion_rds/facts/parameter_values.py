"""Values that Aurora PostgreSQL parameters accept, as parameter groups write them.

Source: the `AllowedValues` of DescribeEngineDefaultClusterParameters for `aurora-postgresql14`, for parameters that
later versions of PostgreSQL have not changed.
"""

from dataclasses import dataclass

from orion_rds.facts.units import in_unit


@dataclass(frozen=True, slots=True)
class Words:
    """One word of a list, or several of them, separated by commas."""

    words: tuple[str, ...]
    several: bool = False

    def meant(self, text: str) -> int | None:
        """Return None: a word is not a number."""

    def accepts(self, text: str) -> bool:
        """Whether AWS accepts the text, in upper or lower case."""
        given = text.lower().split(",") if self.several else [text.lower()]
        return all(word.strip() in self.words for word in given)

    def __str__(self) -> str:
        listed = ", ".join(f"`{word}`" for word in self.words)
        return f"{listed}, several with commas" if self.several else listed


@dataclass(frozen=True, slots=True)
class Numbers:
    """A whole number in a range, or one of AWS's formulas such as `LEAST({DBInstanceClassMemory/9531392},5000)`."""

    minimum: int
    maximum: int
    unit: str = ""
    """The unit of the number. AWS accepts no other unit."""

    def accepts(self, text: str) -> bool:
        """Whether AWS accepts the text. Formulas are not checked."""
        if "{" in text:
            return True
        digits = text.removeprefix("-")
        return digits.isascii() and digits.isdigit() and len(digits) < 20 and self.minimum <= int(text) <= self.maximum

    def meant(self, text: str) -> int | None:
        """Return the number that a text with another unit stands for, if AWS accepts that number."""
        number = in_unit(text, self.unit)
        return number if number is not None and self.minimum <= number <= self.maximum else None

    def __str__(self) -> str:
        unit = f" of {self.unit}" if self.unit else ""
        return f"a whole number{unit} from {self.minimum} to {self.maximum}"


Values = Words | Numbers

SWITCH = Words(("0", "1"))
GREATEST_INTEGER = 2147483647

_AUDITED = ("ddl", "function", "misc", "misc_set", "read", "role", "write")
AUDIT_CLASSES = Words(("none", "all", *_AUDITED, *(f"-{word}" for word in _AUDITED)), several=True)


def text(value: str | float | bool) -> str:
    """Return a value as RDS expects it: switches as 1 and 0, whole numbers without a decimal point."""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
