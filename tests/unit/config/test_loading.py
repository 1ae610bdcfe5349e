"""From the stack's configuration to a `DatabaseConfig`."""

import json
from typing import Any

import pulumi
import pytest

from orion_rds.config import ConfigError, DatabaseConfig, load, of_stack, parse
from tests.unit.config.conftest import SetConfig

ROOT = "orion-rds:database"


def test_the_block_of_the_stack_is_read(set_config: SetConfig, smallest: dict[str, Any]) -> None:
    """The default of a stack."""
    assert load(set_config({ROOT: json.dumps(smallest)}, [])) == parse(smallest)


def test_another_key_and_project_are_read_and_named(set_config: SetConfig, smallest: dict[str, Any]) -> None:
    """A program of another project may have two databases."""
    set_config({"shop:orders": json.dumps(smallest | {"backup": {"retention_days": 0}})}, [])
    with pytest.raises(ConfigError, match=r"pulumi config set --path 'shop:orders\.backup\.retention_days' 1"):
        load(pulumi.Config("shop"), "orders")
    with pytest.raises(ConfigError, match=r"fix: +The smallest one that is accepted:\n +shop:stock:\n"):
        load(pulumi.Config("shop"), "stock")


def test_an_object_that_is_not_there_is_a_missing_configuration(set_config: SetConfig) -> None:
    """`get_object` is how Pulumi's own pages read one, and returns None."""
    value: Any = set_config({}, []).get_object("database")

    with pytest.raises(ConfigError, match=r"AuroraDatabase .* 1 problem(?s:.*)null\n.*The configuration is missing"):
        parse(value, of='AuroraDatabase "orion"')


def test_no_key_shows_the_smallest_configuration(set_config: SetConfig) -> None:
    """A user with a new stack copies it."""
    with pytest.raises(ConfigError) as caught:
        load(set_config({}, []))
    (problem,) = caught.value.problems
    assert problem.refusal == "no-configuration"
    assert "\n  orion-rds:database: (missing)\n" in str(caught.value)
    yaml = pytest.importorskip("yaml")
    example = yaml.safe_load(problem.fix.partition("\n")[2])
    assert parse(example[ROOT]).prefix == "orion-prod"


def test_a_key_that_was_copied_from_the_documentation_is_named(set_config: SetConfig, smallest: dict[str, Any]) -> None:
    """Each of its examples begins with the name of this project, and a user's own project has another."""
    set_config({ROOT: json.dumps(smallest)}, [])
    for read in (lambda: load(pulumi.Config("shop")), lambda: of_stack({ROOT: smallest}, "shop:database")):
        with pytest.raises(ConfigError) as caught:
            read()
        (problem,) = caught.value.problems
        assert problem.refusal == "configuration-other-project"
        assert problem.fix == "Write `shop:database` for `orion-rds:database`."
        assert "\n  shop:database: (missing)\n" in str(caught.value)


@pytest.mark.parametrize("written", ["shop:databse", "shop:Database", "shop:data-base"])
def test_a_misspelt_key_is_named(written: str, set_config: SetConfig, smallest: dict[str, Any]) -> None:
    """The smallest configuration would say that there is none, with a whole one before the user's eyes."""
    others = {"shop:databases": "3", "aws:databse": "x", "shop:reports": "{}"}
    set_config({**others, written: json.dumps(smallest)}, [])
    for read in (lambda: load(pulumi.Config("shop")), lambda: of_stack({**others, written: smallest}, "shop:database")):
        with pytest.raises(ConfigError) as caught:
            read()
        (problem,) = caught.value.problems
        assert problem.refusal == "configuration-misspelt"
        assert problem.fix == f"Did you mean `shop:database`? Write it for `{written}`."
        assert "\n  shop:database: (missing)\n" in str(caught.value)


@pytest.mark.parametrize("key", ["shop:databases", "postgresql:database", "postgresql:databse"])
def test_a_key_of_something_else_is_not_taken_for_it(key: str, set_config: SetConfig) -> None:
    """A text is no configuration of a database, and a provider has keys of its own."""
    set_config({key: "orders"}, [])
    for read in (lambda: load(pulumi.Config("shop")), lambda: of_stack({key: "orders"}, "shop:database")):
        with pytest.raises(ConfigError, match="no-configuration"):
            read()


def test_a_secret_is_refused_and_not_printed(set_config: SetConfig, smallest: dict[str, Any]) -> None:
    """The settings are in clear text in the state, whatever the stack file has."""
    with pytest.raises(ConfigError) as caught:
        load(set_config({ROOT: json.dumps(smallest | {"project": "hush"})}, [ROOT]))
    assert [problem.refusal for problem in caught.value.problems] == ["secret-configuration"]
    assert "\n  orion-rds:database: (secret)\n" in str(caught.value)
    assert "hush" not in str(caught.value)


def test_an_encrypted_key_of_a_stack_file_is_refused() -> None:
    """`orion-rds check` reads the file, and not what Pulumi makes of it."""
    with pytest.raises(ConfigError) as caught:
        of_stack({ROOT: {"secure": "v1:abc"}}, ROOT)
    assert [problem.refusal for problem in caught.value.problems] == ["secret-configuration"]
    assert "\n  orion-rds:database: (secret)\n" in str(caught.value)


@pytest.mark.parametrize("text", ["orion", "[1, 2]", "true", "17", "9" * 5000, "[" * 100_000])
def test_what_is_no_mapping_is_refused(text: str, set_config: SetConfig) -> None:
    """`pulumi config set database orion` is an easy slip."""
    with pytest.raises(ConfigError) as caught:
        load(set_config({ROOT: text}, []))
    assert [(problem.refusal, problem.path) for problem in caught.value.problems] == [("section", ())]


def test_the_error_is_one_that_pulumi_prints_without_a_traceback() -> None:
    """The language host prints the text of a `RunError` alone."""
    error = ConfigError([])
    assert isinstance(error, pulumi.RunError)
    assert isinstance(error, ValueError)
    assert type(error) is type(ConfigError([])), "one class, however many errors"
    assert type(error).__name__ == "ConfigError"


def test_a_copy_with_changes_is_checked_again(smallest: dict[str, Any]) -> None:
    """`model_copy` checks nothing, so the component checks again."""
    config = parse(smallest)
    with pytest.raises(ConfigError) as caught:
        parse(config.model_copy(update={"database_name": "user"}))
    assert [problem.refusal for problem in caught.value.problems] == ["database-name-reserved"]
    assert parse(config) == config


def test_in_python_paths_have_no_root_and_no_command(smallest: dict[str, Any]) -> None:
    """There is no stack configuration to fix."""
    with pytest.raises(ConfigError) as caught:
        parse(smallest | {"backup": {"retention_days": 99}})
    assert "\n  backup.retention_days: 99\n" in str(caught.value)
    assert "pulumi config set" not in str(caught.value)


def test_what_was_given_stays_as_it_was(smallest: dict[str, Any]) -> None:
    """The caller's mapping may be used again."""
    before = json.dumps(smallest)
    config = parse(smallest | {"tags": (tags := {"Team": "data"})})
    assert json.dumps(smallest) == before
    tags["Team"] = "other"
    assert config.tags == {"Team": "data"}


def test_a_configuration_cannot_be_changed(smallest: dict[str, Any]) -> None:
    """Components read it at different times."""
    with pytest.raises(ValueError, match="frozen"):
        parse(smallest).project = "other"  # pyright: ignore[reportAttributeAccessIssue]


def test_a_null_is_a_setting_left_out(smallest: dict[str, Any]) -> None:
    """`serverless:` without a value is a null in YAML."""
    nulls: dict[str, Any] = {"serverless": None, "backup": None, "master": {"username": None}, "port": None}
    with pytest.raises(ConfigError, match="port"):
        parse(smallest | nulls | {"port": 1})
    assert parse(smallest | nulls) == parse(smallest)


def test_sections_made_in_python_are_taken(smallest: dict[str, Any]) -> None:
    """`DatabaseConfig(...)` and a mapping are the same."""
    assert DatabaseConfig(**smallest) == parse(smallest)
