"""What the default provider reads: of the stack's configuration and of the environment."""

from typing import Any

import pytest

from orion_rds.config.provider_settings import ProviderSettings, as_tags, default_provider, in_configuration
from tests.unit.config.conftest import SetConfig

ACCOUNT = "123456789012"


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Without what the machine has."""
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def test_all_of_the_stack(set_config: SetConfig) -> None:
    """A program has texts, and `orion-rds check` what the file has."""
    texts = {
        "aws:region": "us-west-2",
        "aws:defaultTags": '{"tags": {"Cost": 7}}',
        "aws:allowedAccountIds": f'["{ACCOUNT}"]',
    }
    set_config(texts, [])
    written = {
        "aws:region": "us-west-2",
        "aws:defaultTags": {"tags": {"Cost": 7}},
        "aws:allowedAccountIds": [int(ACCOUNT)],
    }
    expected = ProviderSettings("us-west-2", {"Cost": "7"}, ACCOUNT)

    assert default_provider() == in_configuration(written) == expected


def test_nothing() -> None:
    """Then nothing is known."""
    assert in_configuration({}) == ProviderSettings(None, {}, None)


def test_the_region_of_the_environment(environment: pytest.MonkeyPatch) -> None:
    """The stack's own comes first, then that of each variable; an empty one is none."""
    environment.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    assert in_configuration({}).region == "eu-west-1"
    environment.setenv("AWS_REGION", "")
    assert in_configuration({}).region == "eu-west-1"
    environment.setenv("AWS_REGION", "eu-west-2")
    assert in_configuration({}).region == "eu-west-2"
    assert in_configuration({"aws:region": "eu-west-3"}).region == "eu-west-3"
    assert in_configuration({"aws:region": {"secure": "x"}}).region is None


def test_tags_of_the_environment(environment: pytest.MonkeyPatch) -> None:
    """Those of the stack win."""
    environment.setenv("TF_AWS_DEFAULT_TAGS_Owner", "data")
    environment.setenv("TF_AWS_DEFAULT_TAGS_Cost", "1")

    found = in_configuration({"aws:defaultTags": {"tags": {"Cost": "2"}}}).default_tags

    assert found == {"Owner": "data", "Cost": "2"}


@pytest.mark.parametrize("tags", ["{", "[]", 3, ["tags"], {"tags": 3}, {}])
def test_tags_of_another_form(tags: Any) -> None:
    """They are for the provider to refuse."""
    assert in_configuration({"aws:defaultTags": tags}).default_tags == {}


def test_tags_are_text() -> None:
    """As the provider writes them."""
    assert as_tags({1: True, "a": None}) == {"1": "True", "a": "None"}
    assert as_tags(None) == {}


@pytest.mark.parametrize(
    "allowed", [[], [ACCOUNT, "210987654321"], ["12345678901"], ["1234567890123"], ["\u0661" * 12], "{", ACCOUNT, 1]
)
def test_an_account_is_known_only_where_it_is_one(allowed: Any) -> None:
    """YAML takes the zeros away that it may begin with."""
    assert in_configuration({"aws:allowedAccountIds": allowed}).account is None
