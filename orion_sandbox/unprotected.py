"""Runs a program with deletion protection turned off, as an operator would edit it before a destroy."""

import copy
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import pulumi

VARIABLE = "ORION_SANDBOX_UNPROTECTED"
"""The variable that turns protection off in the program of a command if it is `1`."""
SWITCHES = {
    "deletion_protection": "deletionProtection",
    "disable_api_termination": "disableApiTermination",
    "enable_deletion_protection": "enableDeletionProtection",
}
"""AWS's own protection against deletion, by the properties' names in Python; the values are those in Pulumi's state."""

_active: ContextVar[bool] = ContextVar("active", default=False)
_init = pulumi.Resource.__init__


def is_protected(resource: Mapping[str, Any]) -> bool:
    """Return whether a resource of the state is protected, by Pulumi or by AWS."""
    inputs = resource.get("inputs", {})
    return bool(resource.get("protect")) or any(inputs.get(name) is True for name in SWITCHES.values())


@contextmanager
def protection_off(active: bool) -> Generator[None]:
    """Turn protection off in the program that runs in the context, if `active`."""
    if active:
        pulumi.Resource.__init__ = _init_unprotected
    before = _active.set(active)
    try:
        yield
    finally:
        _active.reset(before)


def _init_unprotected(
    self: pulumi.Resource,
    t: str,
    name: str,
    custom: bool,
    props: Any = None,
    opts: pulumi.ResourceOptions | None = None,
    *more: Any,
    **named: Any,
) -> None:
    if _active.get():
        opts = copy.copy(opts) if opts else pulumi.ResourceOptions()
        # Nothing, a mapping, or an object of the SDK with the properties as its attributes.
        props = dict(props or {}) if isinstance(props, Mapping | None) else copy.copy(props)
        _switch_off(props if isinstance(props, dict) else vars(props), with_contents=opts.protect is True)
        opts.protect = False
    _init(self, t, name, custom, props, opts, *more, **named)


def _switch_off(props: dict[str, Any], *, with_contents: bool) -> None:
    props.update({name: False for name in SWITCHES if props.get(name) is not None})
    # AWS deletes no vault or bucket with something in it. As the configuration of a database without protection does.
    if with_contents and "force_destroy" in props:
        props["force_destroy"] = True
