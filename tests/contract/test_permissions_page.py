"""`docs/permissions.md` has a permission for each call that a deployment makes."""

import json
import re
from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from botocore import xform_name

from orion_sandbox.providers.lookups import LOOKUPS
from orion_sandbox.providers.resources import ROWS
from orion_sandbox.providers.table import Row
from scripts.pages.permissions import CALLS, ROLES, permissions, policy
from tests.component.stacks import ROLE, record_stack, whole_config

MANAGED_POLICY = 6144
"""Characters of a managed policy without white space, as AWS counts them (IAM user guide, "IAM and AWS STS quotas")."""


def refused(actions: Iterable[str]) -> list[str]:
    """Return the actions that the policy does not allow."""
    patterns = {pattern for statement in policy()["Statement"] for pattern in statement["Action"]}
    return sorted(each for each in actions if not any(fnmatchcase(each, pattern) for pattern in patterns))


def tagging(row: Row) -> tuple[str, ...]:
    """Return the calls that change tags."""
    return (row.tagging.add, row.tagging.remove) if row.tagging else ()


def test_the_calls_of_the_stand_in_are_allowed() -> None:
    """It makes the calls that a resource needs; a type that is new in production may need another one."""
    sections: dict[str, Any] = {**whole_config("prod"), "encryption": {}, "alarms": {}}
    production = record_stack("prod", **sections)
    types = {each.type for each in production.resources if each.custom and each.type.startswith("aws:")}
    made = {
        f"{ROWS[kind].service}:{operation}"
        for kind in types
        for operation in (ROWS[kind].create, ROWS[kind].delete, ROWS[kind].modify, *tagging(ROWS[kind]))
        if operation
    }

    assert len(made) > 50
    assert refused(made) == []


def test_the_look_ups_of_the_component_are_allowed(repository: Path) -> None:
    """Without them every change would be refused."""
    source = (repository / "orion_rds" / "components" / "lookups.py").read_text(encoding="utf-8")
    used = {f"{module}.{name}" for module, name in re.findall(r"\baws\.(\w+)\.(get_\w+)", source)}
    known = {
        f"{token.split(':')[1].split('/')[0]}.{xform_name(token.split(':')[2])}": lookup
        for token, lookup in LOOKUPS.items()
    }

    assert len(used) > 10
    assert refused(f"{known[name].service}:{known[name].operation}" for name in used & known.keys()) == []
    assert used - known.keys() <= {"elasticache.get_cluster", "rds.get_instance"}


def test_the_calls_of_the_real_provider_are_allowed() -> None:
    """They are recorded, so that whoever has no terraform can compare."""
    calls = json.loads(CALLS.read_text(encoding="utf-8"))

    assert len(calls) > 100
    assert refused(calls) == []
    assert refused(["secretsmanager:GetRandomPassword", "ssm:GetParametersByPath"]) != []


def test_roles_of_the_database_have_names_that_the_policy_allows() -> None:
    """It allows no others."""
    roles = record_stack("prod", **whole_config("prod")).of(ROLE)

    assert len(roles) > 2
    assert all(role.inputs["namePrefix"].startswith("orion-prod-") for role in roles)
    assert ROLES.endswith("role/PROJECT-ENVIRONMENT-*")


def test_the_policy_fits_into_a_managed_one() -> None:
    """A longer one would have to be split before anybody could use it."""
    (text,) = re.findall(r"```json\n(.*?)```", permissions(), re.DOTALL)
    assert len(re.sub(r"\s", "", text)) <= MANAGED_POLICY
