"""Units of sizes and times, as people write them beside a number."""

import re
from collections.abc import Mapping
from types import MappingProxyType

SIZES: Mapping[str, float] = MappingProxyType({
    "byte": 1, "b": 1,
    "kb": 1024, "kib": 1024, "k": 1024,
    "mb": 1024**2, "mib": 1024**2, "m": 1024**2,
    "gb": 1024**3, "gib": 1024**3, "g": 1024**3,
    "tb": 1024**4, "tib": 1024**4, "t": 1024**4,
})  # fmt: skip
"""In bytes. PostgreSQL's `kB` is 1024 of them."""

TIMES: Mapping[str, float] = MappingProxyType({
    "millisecond": 0.001, "ms": 0.001,
    "second": 1, "sec": 1, "s": 1,
    "minute": 60, "min": 60, "m": 60,
    "hour": 3600, "h": 3600,
    "day": 86400, "d": 86400,
    "week": 604800, "w": 604800,
    "year": 31536000, "y": 31536000,
})  # fmt: skip
"""In seconds."""


def in_unit(written: object, unit: str) -> int | None:
    """Convert a value with a unit to a whole number of another unit, such as `64MB` to 65536 `kB`; with `percent`,
    convert a fraction too. Return None if that is not possible.
    """
    if unit == "percent":
        return _percentage(written)
    parts = (
        re.fullmatch(r"\s*(\d{1,15}(?:\.\d{1,3})?)\s*([a-z]+)\s*", written, re.I) if isinstance(written, str) else None
    )
    known = next((table for table in (SIZES, TIMES) if _singular(unit) in table), None)
    if parts is None or known is None or (given := _singular(parts[2])) not in known:
        return None
    number = float(parts[1]) * known[given] / known[_singular(unit)]
    return round(number) if number.is_integer() else None


def _singular(unit: str) -> str:
    word = unit.lower()
    return word.removesuffix("s") if len(word) > len("ms") else word


def _percentage(written: object) -> int | None:
    if isinstance(written, str) and (parts := re.fullmatch(r"\s*(\d{1,3})\s*%\s*", written, re.ASCII)):
        return int(parts[1])
    if isinstance(written, float) and 0 < written < 1:
        return round(written * 100)
    return None
