"""The plan of the real provider beside the preview of the sandbox, for changes of a stack's configuration."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from orion_rds.testing import Recording
from tests.changing.change import ROOT, Change, changed
from tests.changing.every import every_change
from tests.conformance.copies import merged, states
from tests.conformance.preview import Actions
from tests.conformance.terraform import Document, Terraform, TerraformError

ACTIONS = {
    ("create",): "create",
    ("update",): "update",
    ("delete",): "delete",
    ("delete", "create"): "replace",
    ("create", "delete"): "replace",
}

REFUSED: Actions = {"all": "refused"}
"""In place of the actions of a plan that the provider refuses."""

SIDE_BY_SIDE = 10
"""Changes in one plan, each with a copy of the stack of its own."""

OF_ALARMS = 8
"""One in so many changes of alarms is taken: there are so many that little else would be."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What the provider plans for a resource, and what the sandbox shows."""

    change: str
    address: str
    planned: str
    shown: str


@dataclass(frozen=True, slots=True)
class Explained:
    """Differences with a reason."""

    change: str
    """What its name begins with."""
    type: str
    planned: str
    shown: str
    reason: str

    def covers(self, difference: Difference) -> bool:
        """Whether this is the reason of a difference."""
        begins = difference.change.startswith(self.change) and difference.address.startswith(f"{self.type}.")
        return begins and (difference.planned, difference.shown) == (self.planned, self.shown)


EXPLAINED: Sequence[Explained] = ()
"""Where the provider plans something else than the sandbox shows."""


def actions(plan: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return the planned actions by address."""
    planned = {each["address"]: tuple(each["change"]["actions"]) for each in plan}
    return {address: ACTIONS[found] for address, found in planned.items() if found != ("no-op",)}


def sample(config: Mapping[str, Any], size: int) -> list[Change]:
    """Return changes of a stack's configuration, spread over all settings."""
    found, _ = every_change(config[ROOT], str(config["aws:region"]))
    of_alarms = [each for each in found if "alarms" in each.path[:-1]][::OF_ALARMS]
    rest = [each for each in found if "alarms" not in each.path[:-1]]
    wanted = size - len(of_alarms)
    return [*of_alarms, *(rest[index * len(rest) // wanted] for index in range(wanted))]


def differences(
    config: Mapping[str, Any],
    changes: Sequence[Change],
    record: Callable[[Mapping[str, Any]], Recording],
    preview: Callable[[Recording], Actions],
    plans: Callable[[Sequence[Recording]], Sequence[Actions]],
) -> Iterator[Difference]:
    """Yield where plan and preview differ. A change that the component refuses to preview is left out."""
    recordings = {each.name: _recorded(record, {**config, ROOT: changed(config[ROOT], each.edits)}) for each in changes}
    found = {name: each for name, each in recordings.items() if each is not None}
    for (name, recording), planned in zip(found.items(), plans([*found.values()]), strict=True):
        shown = preview(recording)
        for address in sorted(planned.keys() | shown.keys()):
            pair = planned.get(address, "none"), shown.get(address, "none")
            if len(set(pair)) > 1:
                yield Difference(name, address, *pair)


def plan_each(
    terraform: Terraform, applied: Sequence[Mapping[str, Any]], documents: Sequence[Document]
) -> list[Actions]:
    """Plan each configuration by itself, against what one of them left applied."""
    parts = [documents[start : start + SIDE_BY_SIDE] for start in range(0, len(documents), SIDE_BY_SIDE)]
    return [each for part in parts for each in _plan_together(terraform, applied, part)]


def _plan_together(
    terraform: Terraform, applied: Sequence[Mapping[str, Any]], documents: Sequence[Document]
) -> list[Actions]:
    prefixed = {f"c{number}_": document for number, document in enumerate(documents)}
    terraform.write(merged(prefixed))
    terraform.write_state(states(applied, [*prefixed]))
    try:
        planned = actions(terraform.plan("-refresh=false"))
    except TerraformError:
        if len(documents) == 1:
            return [REFUSED]
        return [each for document in documents for each in _plan_together(terraform, applied, [document])]
    return [
        {address.replace(f".{prefix}", "."): found for address, found in planned.items() if f".{prefix}" in address}
        for prefix in prefixed
    ]


def _recorded(record: Callable[[Mapping[str, Any]], Recording], config: Mapping[str, Any]) -> Recording | None:
    try:
        return record(config)
    except Exception:  # whatever the hook of a component raises
        return None
