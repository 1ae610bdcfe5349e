"""What a preview of the sandbox shows for a change, without the engine.

The stand-in's own check and comparison decide, as in a preview; only the order of the resources, the outputs of
replaced ones and the options of resources are done here in place of the engine. So a hundred previews take seconds.
"""

import json
from collections.abc import Mapping
from typing import Any

from orion_rds.testing import RecordedResource, Recording
from orion_sandbox.automation import SECRET, SIGNATURE
from orion_sandbox.providers.aws_provider import Aws
from orion_sandbox.providers.schema import snake_case
from orion_sandbox.providers.values import UNKNOWN
from orion_sandbox.stack import SandboxStack
from tests.conformance.conversion import ONLY_IN_SIX, address, of_aws
from tests.conformance.references import Reference, references, resolved, value_at
from tests.conformance.schema import terraform_type

Actions = Mapping[str, str]
"""By address: create, update, replace or delete. A resource that does not change is left out."""


class Deployed:
    """A deployed stack, as the engine has it in its state."""

    def __init__(self, stack: SandboxStack, recording: Recording) -> None:
        """Take the stack, and a recording of what was deployed to it."""
        deployment = stack.automation().export_stack().deployment or {}
        self._state = {each["urn"]: _plain(each) for each in deployment["resources"]}
        self._recording = recording
        self._provider = Aws()
        self._provider.configure({"region": stack.region})

    def preview(self, recording: Recording) -> Actions:
        """Return what an update to another recording would do."""
        found = {each.urn: each for each in recording.resources if each.custom}
        actions: dict[str, str] = {}
        made: set[str] = {urn for urn in found if urn not in self._state}
        for resource in of_aws(recording):
            action = self._action(resource, self._inputs(resource, found, made))
            if action in {"create", "replace"}:
                made.add(resource.urn)
            if action:
                actions[str(address(resource))] = action
        gone = {str(address(each)) for each in of_aws(self._recording) if each.urn not in found}
        return actions | dict.fromkeys(gone, "delete")

    def _action(self, resource: RecordedResource, inputs: Mapping[str, Any]) -> str:
        before = self._state.get(resource.urn)
        if before is None:
            return "create"
        old = before["inputs"]
        kept = {path: old[path] for path in resource.ignore_changes if path in old}
        given = {name: value for name, value in inputs.items() if name not in resource.ignore_changes}
        checked = self._provider.check(resource.type, resource.name, old, {**given, **kept}, b"seed")
        found = self._provider.diff(resource.type, old, before["outputs"], checked.inputs).changes
        passed_over = {*resource.ignore_changes, *ONLY_IN_SIX.get(terraform_type(resource.type), {})}
        changes = {path: kind for path, kind in found.items() if not {path, snake_case(path)} & passed_over}
        if any(kind.endswith("_REPLACE") or path in resource.replace_on_changes for path, kind in changes.items()):
            return "replace"
        return "update" if changes else ""

    def _inputs(
        self, resource: RecordedResource, found: Mapping[str, RecordedResource], made: set[str]
    ) -> dict[str, Any]:
        """Return the inputs with the outputs of what is deployed; unknown are those of what is new."""

        def value_of(parts: list[str | Reference]) -> Any:
            texts = [part if isinstance(part, str) else self._output(part, made) for part in parts]
            return UNKNOWN if UNKNOWN in texts else "".join(map(str, texts))

        return {
            name: resolved(value, references(resource, name, found), value_of)
            for name, value in resource.inputs.items()
        }

    def _output(self, reference: Reference, made: set[str]) -> Any:
        if reference.source.urn in made:
            return UNKNOWN
        state = self._state[reference.source.urn]
        value = state["id"] if reference.output == "id" else value_at(state["outputs"], reference.output, UNKNOWN)
        return value.rpartition(":")[2] if reference.is_tail and value is not UNKNOWN else value


def _plain(value: Any) -> Any:
    """Return a value of an exported state without marks of secrets."""
    match value:
        case {"plaintext": text} if value.get(SIGNATURE) == SECRET:
            return json.loads(text)
        case dict():
            return {key: _plain(each) for key, each in value.items()}
        case list():
            return [_plain(each) for each in value]
        case _:
            return value
