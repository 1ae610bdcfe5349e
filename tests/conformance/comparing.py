"""The plan of the real provider beside the preview of the sandbox, for changes of a stack's configuration."""

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from orion_rds.testing import Recording
from tests.changing.change import ROOT, changed
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


EXPLAINED = (
    Explained(
        "engine.version to 17.",
        "aws_rds_cluster",
        planned="update",
        shown="none",
        reason="Before it took AWS's own upgrades into account, the provider sent any other text of the version: "
        "https://github.com/hashicorp/terraform-provider-aws/pull/49396",
    ),
    Explained(
        "redis.nodes ",
        "aws_cloudwatch_metric_alarm",
        planned="update",
        shown="none",
        reason="With another number of nodes the provider plans `member_clusters`, which names an alarm's node, as "
        "unknown; the stand-in keeps the names, which then turn out to be the same.",
    ),
)
"""Where the provider plans something else than the sandbox shows."""


def actions(plan: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return the planned actions by address."""
    planned = {each["address"]: tuple(each["change"]["actions"]) for each in plan}
    return {address: ACTIONS[found] for address, found in planned.items() if found != ("no-op",)}


def explained(difference: Difference) -> bool:
    """Whether a difference has a reason."""
    return any(each.covers(difference) for each in EXPLAINED)


def changed_recordings(
    config: Mapping[str, Any], size: int, record: Callable[[Mapping[str, Any]], Recording]
) -> dict[str, Recording]:
    """Record so many changes of a stack's configuration, the same ones each time, by the names of the changes.

    A change that the component refuses, which no preview shows, is passed over.
    """
    every, _ = every_change(config[ROOT], str(config["aws:region"]))
    of_alarms = [each for each in every if "alarms" in each.path[:-1]]
    order = [each for each in every if each not in of_alarms] + of_alarms[::OF_ALARMS]
    random.Random(0).shuffle(order)  # noqa: S311 - a sample
    found: dict[str, Recording] = {}
    for change in order:
        recording = _recorded(record, {**config, ROOT: changed(config[ROOT], change.edits)})
        if recording is not None:
            found[change.name] = recording
        if len(found) == size:
            return found
    raise AssertionError(f"the component takes {len(found)} changes only")


def differences(
    recordings: Iterable[str], planned: Iterable[Actions], shown: Iterable[Actions]
) -> Iterator[Difference]:
    """Yield where the plan of a change and its preview differ."""
    for name, plan, preview in zip(recordings, planned, shown, strict=True):
        for address in sorted(plan.keys() | preview.keys()):
            pair = plan.get(address, "none"), preview.get(address, "none")
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
