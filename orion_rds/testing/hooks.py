"""Resource hooks, which are run as the engine runs them, before it creates or updates a resource."""

import asyncio
from collections.abc import Mapping, Sequence
from inspect import isawaitable
from typing import Any, cast

import pulumi
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime import rpc
from pulumi.runtime._callbacks import (
    _CallbackServicer,  # pyright: ignore[reportPrivateUsage]
    outputtify_secrets,
)
from pulumi.runtime.proto import resource_pb2

from orion_rds.testing.lookups import IN_HOOK_OF
from orion_rds.testing.recording import RecordedResource
from orion_rds.testing.wire_format import encode


class Hooks(_CallbackServicer):
    """The hooks of a program, without the server through which an engine calls them.

    The server is not needed here, and a program that ends while it starts would end this process too.
    """

    def __init__(
        self, running: Sequence[RecordedResource], outputs: Mapping[str, Mapping[str, Any]], *, preview: bool
    ) -> None:  # pyright: ignore[reportMissingSuperCall] # it starts the server
        self._callbacks, self._transforms, self._state_migrations = {}, {}, {}
        self._target = ""
        self._hooks: dict[str, pulumi.ResourceHook] = {}
        self.refusal: BaseException | None = None
        """The error of the hook that refused its resource."""
        self._running = {resource.urn: resource for resource in running}
        self._outputs = outputs
        self._preview = preview
        self._main = asyncio.get_running_loop()

    def register_resource_hook(self, hook: pulumi.ResourceHook) -> None:
        """Register a hook."""
        self._hooks[hook.name] = hook

    def run(self, urn: str, former: Sequence[str], request: resource_pb2.RegisterResourceRequest) -> None:
        """Run the hooks of a resource that is created, or whose inputs change.

        Raises:
            Exception: of a hook, which refuses the resource.
        """
        before = next((self._running[each] for each in (urn, *former) if each in self._running), None)
        names = request.hooks.before_update if before else request.hooks.before_create
        old = encode(before.inputs, before.secrets) if before else None
        if not names or (before and old == request.object):
            return
        providers = dict(request.providers)
        for name in names:
            hook = self._hooks[name]
            if not self._preview or (hook.opts and hook.opts.on_dry_run):
                # Requests come from other threads, and Pulumi's values belong to the event loop of the program.
                self.refusal = asyncio.run_coroutine_threadsafe(
                    _call(hook, urn, request, old, self._outputs.get(before.urn if before else urn), providers),
                    self._main,
                ).exception()
                if self.refusal:
                    raise self.refusal


async def _call(
    hook: pulumi.ResourceHook,
    urn: str,
    request: resource_pb2.RegisterResourceRequest,
    old: Struct | None,
    outputs: Mapping[str, Any] | None,
    providers: Mapping[str, str],
) -> None:
    args = pulumi.ResourceHookArgs(
        urn,
        "",
        request.name,
        request.type,
        new_inputs=_values(request.object),
        old_inputs=None if old is None else _values(old),
        old_outputs=None if outputs is None else dict(outputs),
    )
    token = IN_HOOK_OF.set(providers)
    try:
        if isawaitable(result := hook.callback(args)):
            await cast("Any", result)
    finally:
        IN_HOOK_OF.reset(token)


def _values(sent: Struct) -> dict[str, Any]:
    """Return values as Pulumi passes them to a hook: a value with a secret in it is an output, and nulls are left out.
    Requires a running event loop.
    """
    values = cast("dict[str, Any]", rpc.deserialize_properties(sent, keep_unknowns=True))
    return outputtify_secrets(_without_nulls(values))


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        items = cast("dict[str, Any]", value).items()
        return {key: _without_nulls(item) for key, item in items if item is not None}
    if isinstance(value, list):
        return [_without_nulls(item) for item in cast("list[Any]", value)]
    return value
