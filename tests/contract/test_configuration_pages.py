"""What the pages say of the configuration is what the configuration is."""

import ast
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pulumi
import pytest
import yaml

from orion_rds import AuroraDatabase, ConfigError
from orion_rds.components.database import OUTPUTS
from orion_rds.config import parse
from orion_rds.config.refusal import REFUSALS
from orion_rds.config.setting_paths import settings
from orion_rds.plan.warnings import WARNINGS
from orion_rds.testing import Recording, record
from scripts.pages import pages

REPOSITORY = Path(__file__).parents[2]
WRITTEN = (REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").glob("*.md")))
KEY = "orion-rds:database"
REFERENCE = REPOSITORY / "docs" / "configuration.md"
PAGES = pages(REPOSITORY / "docs")


def fenced(page: Path, language: str) -> list[str]:
    """The blocks of a language in a page."""
    return re.findall(rf"^```{language}\n(.*?)^```$", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def in_yaml(page: Path) -> Iterator[Any]:
    """The configurations in a page's blocks of YAML, with `config:` above the key or without."""
    for block in fenced(page, "ya?ml"):
        values = yaml.safe_load(block)
        values = values.get("config", values) if isinstance(values, dict) else {}
        if KEY in values:
            yield values[KEY]


def in_python(page: Path) -> Iterator[Any]:
    """The mappings that a page's blocks of Python give to `AuroraDatabase`."""
    for block in fenced(page, "python"):
        for node in ast.walk(ast.parse(block)):
            match node:
                # One with the settings of a caller, as in a function that tests call, is run by the test of its page.
                case ast.Call(func=ast.Name(id="AuroraDatabase"), args=[_, ast.Dict() as mapping]) if (
                    None not in mapping.keys
                ):
                    yield ast.literal_eval(mapping)
                case _:
                    pass


def run(program: str) -> dict[str, Any]:
    """Return the names that a program of a page defines."""
    names: dict[str, Any] = {}
    exec(compile(program, "page", "exec"), names)  # noqa: S102 - of this repository
    return names


def deployed(program: str) -> Recording:
    """Record a program of a page beside the first stack file of the reference."""
    settings = next(in_yaml(REFERENCE))
    return record(lambda: run(program), project="orion-rds", config={KEY: json.dumps(settings)})


EXAMPLES = [
    pytest.param(example, id=f"{page.name}-{number}")
    for page in WRITTEN
    for number, example in enumerate([*in_yaml(page), *in_python(page)], start=1)
]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_what_the_code_says(name: str, repository: Path) -> None:
    """To fix it: `python -m scripts.pages docs`."""
    assert (repository / "docs" / name).read_text(encoding="utf-8") == PAGES[name]


def test_the_pages_are_written_by_the_command_that_they_name(tmp_path: Path) -> None:
    """Whoever changes a setting runs it next."""
    command = re.search(r"`python (-m \S+) docs`", PAGES["configuration.md"])
    assert command
    shutil.copy(REPOSITORY / "docs" / "alarms.md", tmp_path)
    subprocess.run([sys.executable, *command[1].split(), str(tmp_path)], check=True, cwd=REPOSITORY)
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == PAGES


def test_the_pages_have_every_setting_refusal_warning_and_output() -> None:
    """A generator can forget a section without anybody seeing it."""
    names = {path.rpartition(".")[2] for path in settings()} | {"promotion_tier", "security_group_id"}
    assert [name for name in names if f"| `{name}` |" not in PAGES["configuration.md"]] == []
    assert [name for name in OUTPUTS if not re.search(rf"^\| `{name}` \| \w.*\| \w", PAGES["outputs.md"], re.M)] == []
    assert [name for name in {**REFUSALS, **WARNINGS} if f"| `{name}` |" not in PAGES["refusals.md"]] == []


def test_no_text_is_left_unfilled_on_the_pages() -> None:
    """The templates' braces are for messages."""
    assert re.findall(r"\{\w+(?::\w+)?\}", PAGES["refusals.md"]) == []


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_can_be_deployed_as_it_stands(example: Any) -> None:
    """It is there to be copied."""
    assert parse(example).project == example["project"]


@pytest.mark.parametrize("program", fenced(REFERENCE, "python"))
def test_a_program_of_the_reference_deploys_a_database(program: str) -> None:
    """It is there to be copied, too."""
    assert len(deployed(program).of("aws:rds:Cluster")) == 1


def test_messages_of_a_block_that_load_did_not_read_have_no_key() -> None:
    """As the reference says."""

    def program() -> None:
        AuroraDatabase("orion", pulumi.Config().require_object("database"))

    wrong = {**next(in_yaml(REFERENCE)), "backup": {"retention_days": 99}}
    with pytest.raises(ConfigError) as raised:
        record(program, project="orion-rds", config={KEY: json.dumps(wrong)})

    assert "\n  backup.retention_days: 99\n" in str(raised.value)
    assert "pulumi config set" not in str(raised.value)


def test_readme_and_reference_have_examples() -> None:
    """Without any the tests before prove nothing."""
    assert list(in_python(REPOSITORY / "README.md"))
    assert len(list(in_yaml(REFERENCE))) > 4
    assert fenced(REFERENCE, "python")
