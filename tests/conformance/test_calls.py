"""The calls of AWS that the real provider makes for production, of which docs/permissions.md is written."""

import json
from collections.abc import Callable, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from orion_sandbox.project import read_project
from tests.conformance.calls import recorded_calls
from tests.conformance.conversion import document
from tests.conformance.programs import PROJECT_FILE, REPOSITORY, recorded
from tests.conformance.terraform import Terraform
from tests.conformance.test_apply import unprotected

FILE = Path(__file__).with_name("provider_calls.json")
CREATED: Mapping[str, Any] = {"encryption": None, "alarms": {"emails": ["on-call@example.com"]}}
"""With this, keys and topics are created that the stack file names."""
CHANGED: Mapping[str, Any] = {
    "tags": {"CostCenter": "data-platform", "Owner": "somebody-else"},
    "instances": {"count": 3, "instance_class": "db.r7g.2xlarge"},
    "backup": {"retention_days": 30, "copies": {"region": "us-west-2", "retention_days": 40}},
    "parameters": {"cluster": {"log_min_duration_statement": 500}, "instance": {"work_mem": 8192}},
    "monitoring": {"interval_seconds": 30},
    "logs": {"retention_days": 30},
}
"""Changes that have calls of their own. Without an instance Terraform would delete its alarms before it changes those
that name them, which AWS refuses."""


def test_the_provider_makes_the_calls_that_are_recorded(
    terraform: Callable[[], Terraform], api: Callable[[Mapping[str, Any]], str], request: pytest.FixtureRequest
) -> None:
    """In a deployment, a look for changes, a change and a destroy. To record them again: `--conformance --update`."""
    project = read_project(REPOSITORY / PROJECT_FILE)
    config = project.stack_file("prod").config()
    run, region = terraform(), str(config["aws:region"])
    with recorded_calls(api(config)) as (endpoint, calls):
        before = recorded(project, "prod", with_sections(config, CREATED))
        run.write(document(before, endpoint, region))
        run.apply()
        run.plan()
        for sections in ({**CREATED, **CHANGED}, CREATED):
            free = unprotected(project, with_sections(config, sections))
            run.write(document(recorded(project, "prod", free, before), endpoint, region))
            run.apply()
        run.destroy()
    found = sorted(calls.actions)

    if request.config.getoption("--update"):
        FILE.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    assert found == json.loads(FILE.read_text(encoding="utf-8"))


def with_sections(config: Mapping[str, Any], sections: Mapping[str, Any]) -> dict[str, Any]:
    """Return a stack file's configuration with some sections written anew; None takes one out."""
    changed = deepcopy(dict(config))
    database = {**changed["orion-rds:database"], **sections}
    changed["orion-rds:database"] = {name: section for name, section in database.items() if section is not None}
    return changed
