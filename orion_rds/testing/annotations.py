"""Checks of inputs against the SDK: each resource class has an `*Args` class with the properties and their types."""

import enum
import importlib
import keyword
import threading
import typing
from collections.abc import Awaitable, Collection, Iterator, Mapping, Sequence
from functools import cache
from types import ModuleType
from typing import Any, cast

import pulumi

# No public function returns the properties of an `*Args` class by the names that the engine receives.
from pulumi._types import input_type_types, is_input_type  # pyright: ignore[reportPrivateUsage]

from orion_rds.testing.wire_format import UNKNOWN

_SCALARS: Mapping[object, tuple[type, ...]] = {str: (str,), bool: (bool,), int: (int,), float: (int, float)}
_WRAPPERS = (type(None), pulumi.Output, Awaitable)
_LOADING = threading.Lock()


def mistakes(type_: str, inputs: Mapping[str, Any], secrets: Collection[str] = ()) -> Iterator[str]:
    """Yield a message for each input that the SDK does not accept for a type, such as `aws:rds/cluster:Cluster`.
    Messages contain no values of secrets.
    """
    try:
        known = properties_of(type_)
    except LookupError as error:
        yield str(error)
    else:
        yield from _in_properties(known, {name: value for name, value in inputs.items() if name not in secrets}, type_)
        for name in secrets:
            if any(_in_properties(known, {name: inputs[name]}, type_)):
                yield f"{type_}.{name} is a secret, and no value of that property"


def known_types(token: str) -> set[str]:
    """Return the types in the module of a token, in short form; an empty set if no installed SDK has the module."""
    package, *path = token.split(":")
    module = path[0].split("/")[0] if path else "index"
    try:
        names = vars(_module(package, module))
    except ImportError:
        return set()
    return {f"{package}:{module}:{name.removesuffix('Args')}" for name in names if name.endswith("Args")}


def properties_of(type_: str) -> Mapping[str, Any]:
    """Return the properties of a type by the names that are sent to the engine, with the SDK's annotations.

    Raises:
        LookupError: when there is no installed SDK with this type.
    """
    return _properties(arguments_of(type_))


def sdk_class(token: str) -> type:
    """Return a class of an installed SDK: `pulumi_aws.rds.Cluster` for `aws:rds/cluster:Cluster`.

    Classes of the module `index` are in the package itself.

    Raises:
        LookupError: when there is no installed SDK with this class.
    """
    package, module, name = token.split(":")
    folder = module.split("/")[0]
    try:
        return getattr(_module(package, folder), name)
    except (ImportError, AttributeError):
        raise LookupError(f"the installed SDK has no {_module_name(package, folder)}.{name}") from None


@cache
def arguments_of(type_: str) -> type:
    """Return the class of a type's inputs: `pulumi_aws.rds.ClusterArgs` for `aws:rds/cluster:Cluster`.

    Raises:
        LookupError: when there is no installed SDK with this type.
    """
    package, module, name = type_.split(":")
    try:
        found = _module(package, module.split("/")[0])
        # The SDK uses `InitArgs` if the class of another resource's property has the name with `Args`.
        return getattr(found, f"{name}InitArgs", None) or getattr(found, f"{name}Args")
    except (ImportError, AttributeError):
        raise LookupError(
            f"{type_} cannot be checked: there is no {_module_name(package, module.split('/')[0])}.{name}Args"
        ) from None


def _module(package: str, module: str) -> ModuleType:
    # Requests come from several threads, and a module is incomplete while one of them loads it.
    with _LOADING:
        found = importlib.import_module(_module_name(package, module))
        getattr(found, "", None)  # some modules are loaded when an attribute is read
        return found


def _module_name(package: str, module: str) -> str:
    path = (f"pulumi_{package.replace('-', '_')}", f"{module}_" if keyword.iskeyword(module) else module)
    return ".".join(part for part in path if part != "index")


@cache
def _properties(arguments: type) -> Mapping[str, Any]:
    return input_type_types(arguments)


def _in_properties(known: Mapping[str, Any], given: Mapping[str, Any], where: str) -> Iterator[str]:
    for name, value in given.items():
        if name in known:
            yield from _in_value(known[name], value, f"{where}.{name}")
        else:
            yield f"{where} has no property {name!r}"


def _in_value(annotation: Any, value: Any, where: str) -> Iterator[str]:
    """Check that a value has one of the types that the SDK allows."""
    if value is None or value is UNKNOWN:
        return
    found = [list(_in_one_type(allowed, value, where)) for allowed in _allowed_types(annotation)]
    if found and all(found):
        yield from found[0]


def _in_one_type(allowed: Any, value: Any, where: str) -> Iterator[str]:
    origin = typing.get_origin(allowed) or allowed
    if isinstance(allowed, type) and is_input_type(allowed):
        fits = isinstance(value, dict)
        yield from _in_properties(_properties(allowed), cast("dict[str, Any]", value), where) if fits else ()
    elif origin in (list, Sequence):
        fits = isinstance(value, list)
        for index, item in enumerate(cast("list[Any]", value) if fits else ()):
            yield from _in_value(typing.get_args(allowed)[0], item, f"{where}[{index}]")
    elif origin in (dict, Mapping):
        fits = isinstance(value, dict)
        for key, item in (cast("dict[str, Any]", value) if fits else {}).items():
            yield from _in_value(typing.get_args(allowed)[1], item, f"{where}[{key!r}]")
    else:
        fits = _is_scalar(allowed, value)
    if not fits:
        yield f"{where} is {value!r}, which is no {getattr(allowed, '__name__', allowed)}"


def _is_scalar(allowed: Any, value: Any) -> bool:
    if allowed not in _SCALARS:
        return True
    return isinstance(value, _SCALARS[allowed]) and (allowed is bool or not isinstance(value, bool))


def _allowed_types(annotation: Any) -> list[Any]:
    """Return the types in `Input[...]` and `Optional[...]`. Enum values are sent as text, and any text passes."""
    if typing.get_origin(annotation) is typing.Union:
        members = [member for member in typing.get_args(annotation) if _origin(member) not in _WRAPPERS]
        return [allowed for member in members for allowed in _allowed_types(member)]
    return [str if isinstance(annotation, type) and issubclass(annotation, enum.Enum) else annotation]


def _origin(annotation: Any) -> Any:
    return typing.get_origin(annotation) or annotation
