"""Pulumi's types, without an import of pulumi.

A value can be an output only if pulumi is already imported. So the configuration is checked without importing pulumi,
which would take a third of the time of `orion-rds check`.
"""

import sys
from functools import cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar

__all__ = ["Output", "Resource", "in_program"]

if TYPE_CHECKING:
    from pulumi import Output, Resource
else:

    class _OfPulumi(type):
        def __instancecheck__(cls, value: object) -> bool:
            return isinstance(value, getattr(sys.modules.get("pulumi"), cls.__name__, ()))

    class Output(Generic[TypeVar("T")], metaclass=_OfPulumi):
        """`pulumi.Output` in annotations and for `isinstance`."""

    class Resource(metaclass=_OfPulumi):
        """`pulumi.Resource` for `isinstance`."""


def in_program(error: type[Exception]) -> type[Any]:
    """Return a subclass of an error that is also a `pulumi.RunError`, whose text the language host prints without a
    traceback. Return the error itself if pulumi is not imported.
    """
    base = getattr(sys.modules.get("pulumi"), "RunError", error)
    return error if issubclass(error, base) else _of_both(error, base)


@cache
def _of_both(error: type[Exception], base: type[Exception]) -> type[Any]:
    return type(error.__name__, (error, base), {"__module__": error.__module__, "__doc__": error.__doc__})
