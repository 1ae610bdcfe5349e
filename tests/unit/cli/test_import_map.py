"""The command `orion-rds import-map`."""

import json
from pathlib import Path

import pytest
import yaml

from orion_rds.cli.__main__ import main
from orion_rds.cli.stack_file import read
from tests.terraform_module import state


@pytest.fixture
def written(tmp_path: Path) -> str:
    """A state in a file."""
    path = tmp_path / "terraform.tfstate"
    path.write_text(state(), encoding="utf-8")
    return str(path)


def test_the_import_file_is_printed(written: str, capsys: pytest.CaptureFixture[str]) -> None:
    """It goes into a file for `pulumi import --file`."""
    assert main(["import-map", "--state", written]) == 0
    assert json.loads(capsys.readouterr().out)["resources"]


def test_the_settings_are_printed_as_a_stack_file(
    written: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As Pulumi and our own commands read it: `off` stays a word, and a version a text."""
    assert main(["import-map", "--state", written, "--configuration"]) == 0

    path = tmp_path / "Pulumi.prod.yaml"
    path.write_text(capsys.readouterr().out, encoding="utf-8")
    config = read(path, "orion-rds:database")
    assert config.redis
    assert (config.redis.authentication, config.redis.version) == ("off", "7.0")
    assert config.adopt
    assert config.adopt.cluster == "orion-prod-aurora"


def test_a_project_of_another_name_has_its_settings_under_its_key(
    written: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The namespace of a stack's configuration is its project."""
    assert main(["import-map", "--state", written, "--configuration", "--key", "shop:database"]) == 0
    assert yaml.safe_load(capsys.readouterr().out)["config"].keys() == {"shop:database"}


@pytest.mark.parametrize("content", [None, b"", b"\xff"])
def test_what_is_no_state_is_told_without_a_traceback(
    content: bytes | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The most likely slips: another path, an empty file, a binary one."""
    path = tmp_path / "terraform.tfstate"
    if content is not None:
        path.write_bytes(content)

    assert main(["import-map", "--state", str(path)]) == 1
    printed = capsys.readouterr()
    assert printed.err.startswith(f"error: {path}")
    assert printed.out == ""
