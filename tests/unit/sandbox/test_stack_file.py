"""The sandbox's copy of a stack file."""

import pytest
import yaml

from orion_sandbox.errors import SandboxError
from orion_sandbox.stack_file import StackFile

STACK = """\
secretsprovider: awskms://alias/pulumi
encryptedkey: abc
encryptionsalt: v1:salt
environment: [orion/prod]
config:
  aws:region: eu-central-1
  orion-rds:token: {secure: v1:ciphertext}
  orion-rds:database:
    engine: {version: "17.7"}
    insights: off
    maintenance_window: sun:04:30-sun:05:30
    count: 010
    topics:
    - secure: v1:ciphertext
    - plain
    protection:
      deletion: true
"""


def test_what_only_the_users_own_login_can_read_is_left_out_and_named() -> None:
    """The sandbox has another passphrase and no login; a value silently missing would be a riddle."""
    stack = StackFile(STACK, "Pulumi.prod.yaml")

    assert [line.split(":")[0] for line in stack.left_out[:4]] == [
        "secretsprovider",
        "encryptedkey",
        "encryptionsalt",
        "environment",
    ]
    assert [line.split(": a secret")[0] for line in stack.left_out[4:]] == [
        "orion-rds:token",
        "orion-rds:database.topics[0]",
    ]
    assert "ciphertext" not in stack.text()
    assert "salt" not in stack.text()
    assert stack.config()["orion-rds:database"]["topics"] == ["plain"]


def test_every_other_value_stays_as_it_is_written() -> None:
    """PyYAML reads `off` and `010` as other things than the engine does, so neither may be read and written again."""
    text = StackFile(STACK, "Pulumi.prod.yaml").text()

    for written in ('"17.7"', "insights: off", "count: 010", "window: sun:04:30-sun:05:30", "deletion: true"):
        assert written in text


def test_a_value_can_be_set_where_there_was_one_and_where_there_was_none() -> None:
    """Protection is on by default: most stack files do not write it down."""
    stack = StackFile(STACK, "Pulumi.prod.yaml")
    empty = StackFile("", "Pulumi.test.yaml")

    for each in (stack, empty):
        each.set("false", "orion-rds:database", "protection", "deletion")
        assert yaml.safe_load(each.text())["config"]["orion-rds:database"]["protection"] == {"deletion": False}
    assert yaml.safe_load(stack.text())["config"]["aws:region"] == "eu-central-1"


def test_the_engines_salt_can_be_added() -> None:
    """The engine writes it into its stack file, and needs it again for the state it has made."""
    assert yaml.safe_load(StackFile("", "Pulumi.test.yaml").text(encryptionsalt="v1:own")) == {
        "encryptionsalt": "v1:own"
    }


@pytest.mark.parametrize("text", ["", "# later\n", "config:\n", "{}"])
def test_an_empty_file_has_no_settings(text: str) -> None:
    """What `pulumi stack init` leaves."""
    stack = StackFile(text, "Pulumi.test.yaml")

    assert stack.config() == {}
    assert StackFile(stack.text(encryptionsalt="v1:own"), "Pulumi.test.yaml").config() == {}


def test_a_mapping_becomes_a_stack_file() -> None:
    """Strings that would be read as something else are quoted."""
    stack = StackFile.of({"orion-rds:switch": "off", "orion-rds:count": 2})

    assert yaml.safe_load(stack.text()) == {"config": {"orion-rds:switch": "off", "orion-rds:count": 2}}


@pytest.mark.parametrize("text", ["- a list", "just a word"])
def test_what_is_no_stack_file_is_refused_by_name(text: str) -> None:
    """A merge gone wrong is found before the engine is started."""
    with pytest.raises(SandboxError, match=r"Pulumi\.x\.yaml is not a stack file"):
        StackFile(text, "Pulumi.x.yaml")


def test_what_is_no_yaml_is_refused_with_the_place() -> None:
    """The line is what the user needs."""
    with pytest.raises(SandboxError, match=r"(?s)Pulumi\.x\.yaml is not YAML.*line 1"):
        StackFile("config: {", "Pulumi.x.yaml")
