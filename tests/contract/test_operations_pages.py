"""The pages of the commands that ask AWS say what these ask, and what they show."""

import json
import re
from collections.abc import Callable

import pytest
from boto3.session import Session

from orion_ops.preflight.actions import ACTIONS, BESIDE
from orion_ops.status.command import READERS
from scripts.pages.permissions import BESIDE as ON_THE_PAGE
from scripts.pages.permissions import CALLS, OF_OTHER_CHANGES, OF_THE_GUARD
from tests.contract.test_configuration_pages import REPOSITORY
from tests.unit.ops.answers import Answers
from tests.unit.ops.empty_account import ready
from tests.unit.ops.fleet import rolling
from tests.unit.ops.production import healthy
from tests.unit.ops.two_regions import switching

SERVICES = (
    "backup", "cloudwatch", "ec2", "elasticache", "iam", "kms", "logs", "rds", "service-quotas", "sns", "ssm",
)  # fmt: skip
OF_OTHER_CONFIGURATIONS = {
    "disaster-recovery": (),
    "preflight": ("describe_managed_prefix_lists", "get_role", "get_topic_attributes"),
    "roll": (),
    "status": (),
}
"""What production does not need: prefix lists, the role of a session, topics that are created."""


def page(name: str) -> str:
    """Return a page."""
    return (REPOSITORY / "docs" / f"{name}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "answers"),
    [("disaster-recovery", switching), ("preflight", ready), ("roll", rolling), ("status", healthy)],
)
def test_the_page_lists_the_permissions_of_the_command(name: str, answers: Callable[[], Answers]) -> None:
    """Tests answer exactly the calls that the command makes: another one would be unknown."""
    methods = {
        method: f"{service.replace('-', '')}:{operation}"
        for service in SERVICES
        for method, operation in Session()
        .client(service, region_name="us-east-1")  # pyright: ignore[reportCallIssue,reportArgumentType]
        .meta.method_to_api_mapping.items()
    }
    (document,) = re.findall(r"```json\n(.*?)```", page(name), re.DOTALL)
    (statement,) = json.loads(document)["Statement"]
    made = {operation for _, operation in answers()} | {*OF_OTHER_CONFIGURATIONS[name]}

    assert statement["Action"] == sorted(methods[operation] for operation in made)


def test_the_page_of_the_status_lists_the_sections() -> None:
    """In their order."""
    assert re.findall(r"^\| `(\w+)` \|", page("status"), re.MULTILINE) == [*READERS]


def test_preflight_simulates_what_the_page_of_permissions_allows() -> None:
    """Each call by its name, where the page may have a wildcard."""
    calls = {*json.loads(CALLS.read_text(encoding="utf-8")), *OF_THE_GUARD, *OF_OTHER_CHANGES}
    conditions = {actions: condition.get("StringEquals", {}) for _, actions, _, condition, _ in ON_THE_PAGE}

    assert {action for actions in ACTIONS.values() for action in actions} == calls
    assert {each.actions: {each.key: [*each.values]} if each.key else {} for each in BESIDE} == conditions
