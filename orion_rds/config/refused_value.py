"""The placeholder for the value of a refused setting, with which the rest of a configuration is still checked."""

from collections.abc import Mapping
from typing import Any, Final, cast

from orion_rds.config.errors import Path
from orion_rds.config.section import Section


class NotJudgedError(Exception):
    """A refused setting was read, so what depends on it cannot be checked."""


class _RefusedValue:
    """A value that raises `NotJudgedError` whenever it is used, except in an f-string. Its attributes are refused as
    well.
    """

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def _read(self, *_: object) -> Any:
        raise NotJudgedError

    __add__ = __bool__ = __call__ = __contains__ = __eq__ = __float__ = __ge__ = __getitem__ = __gt__ = __hash__ = _read
    __index__ = __int__ = __iter__ = __le__ = __len__ = __lt__ = __mul__ = __ne__ = __or__ = __radd__ = __rmul__ = _read
    __ror__ = __rsub__ = __rtruediv__ = __str__ = __sub__ = __truediv__ = _read

    def __format__(self, _: str) -> str:
        return "refused"


REFUSED_VALUE: Final[Any] = _RefusedValue()


def holds_refused(value: object) -> bool:
    """Return whether a section contains `REFUSED_VALUE`."""
    if isinstance(value, Section):
        value = dict(value)
    if isinstance(value, Mapping):
        return any(holds_refused(item) for item in cast("Mapping[Any, object]", value).values())
    return value is REFUSED_VALUE


def refused_at(value: object, path: Path) -> object:
    """Return a section or a value in it with `REFUSED_VALUE` at a path; unchanged if it has no such setting."""
    if not path or value is REFUSED_VALUE:
        return REFUSED_VALUE
    step, rest = path[0], path[1:]
    if isinstance(value, Section):
        name = str(step)
        if name not in type(value).model_fields:
            return value
        return value.model_copy(update={name: refused_at(getattr(value, name), rest)})
    if isinstance(value, Mapping):
        items = cast("Mapping[Any, object]", value)
        return {**items, step: refused_at(items.get(step), rest)}
    return REFUSED_VALUE
