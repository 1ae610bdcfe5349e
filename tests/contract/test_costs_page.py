"""`docs/costs.md` counts what AWS charges for."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from orion_rds.testing import Recording
from orion_sandbox.project import read_project
from tests.component.stacks import CLUSTER, INSTANCE, LOG_GROUP, SECRET
from tests.component.test_alerts import ALARM, COMPOSITE
from tests.conformance.programs import PROJECT_FILE, REPOSITORY, recorded

PAGE = (Path(__file__).parents[2] / "docs" / "costs.md").read_text(encoding="utf-8")
STACKS = {"minimal": ("examples/minimal", "dev"), "pausing": ("examples/pausing", "dev"), "test": ("", "test"),
          "production": ("", "prod")}  # fmt: skip


def instances(recording: Recording) -> str:
    """Return the classes of the instances with their number."""
    classes = [each.inputs["instanceClass"] for each in recording.of(INSTANCE)]
    return ", ".join(f"{classes.count(name)} x {name}" for name in dict.fromkeys(classes))


def capacity(recording: Recording) -> str:
    """Return the range of capacity units of each serverless instance."""
    ranges = [each.inputs.get("serverlessv2ScalingConfiguration") for each in recording.of(CLUSTER)]
    return ", ".join(f"{one['minCapacity']:g} to {one['maxCapacity']:g}" for one in ranges if one) or "0"


def nodes(recording: Recording) -> str:
    """Return the type of the nodes of Redis with their number."""
    groups = recording.of("aws:elasticache/replicationGroup:ReplicationGroup")
    return ", ".join(f"{each.inputs['numCacheClusters']} x {each.inputs['nodeType']}" for each in groups) or "0"


def secrets(recording: Recording) -> str:
    """Return the number of secrets; a replica is charged as one."""
    return str(sum(1 + len(each.inputs.get("replicas", ())) for each in recording.of(SECRET)))


def number(kind: str) -> Callable[[Recording], str]:
    """Return a count of the resources of a type."""
    return lambda recording: str(len(recording.of(kind)))


COUNTED: Mapping[str, Callable[[Recording], str]] = {
    "Instances, by the hour": instances,
    "Capacity units of a serverless instance, by the second": capacity,
    "Nodes of Redis, by the hour": nodes,
    "Alarms of one metric": number(ALARM),
    "Composite alarms": number(COMPOSITE),
    "Dashboards": number("aws:cloudwatch/dashboard:Dashboard"),
    "KMS keys that are created": number("aws:kms/key:Key"),
    "Secrets, with their replicas": secrets,
    "Log groups, by what is written and kept": number(LOG_GROUP),
    "Backup vaults, by what they hold": number("aws:backup/vault:Vault"),
}


@pytest.mark.parametrize("stack", STACKS)
def test_the_page_counts_what_a_stack_has(stack: str) -> None:
    """A bill that is larger than the page is the first thing that a team finds."""
    folder, name = STACKS[stack]
    project = read_project(REPOSITORY / folder / PROJECT_FILE)
    recording = recorded(project, name, project.stack_file(name).config())
    head, *lines = re.findall(r"^\| (.*) \|$", PAGE, re.MULTILINE)
    column = head.split(" | ").index(stack)
    shown = {cells[0]: cells[column] for cells in (line.split(" | ") for line in lines) if cells[0] in COUNTED}

    assert shown == {what: count(recording) for what, count in COUNTED.items()}
