"""The `python3` that the language host finds, and the plugins that the engine looks for."""

import json
import os
import subprocess
from importlib.metadata import distributions, version
from pathlib import Path

import pytest

from orion_sandbox import plugins


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A laid out `PULUMI_HOME`."""
    plugins.lay_out(tmp_path / "a home")
    return tmp_path / "a home"


def python(home: Path, *arguments: str) -> str:
    """Run the `python3` that is the first on PATH."""
    command = [plugins.search_folder(home) / "python3", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_the_installed_packages_are_listed_as_by_pip(home: Path) -> None:
    """The language host takes the versions of the plugins from it."""
    listed = {each["name"]: each for each in json.loads(python(home, "-m", "pip", "list", "-v", "--format", "json"))}

    assert listed["pulumi-aws"]["version"] == version("pulumi-aws")
    assert (Path(listed["pulumi-aws"]["location"]) / "pulumi_aws" / "pulumi-plugin.json").exists()
    installed = {distribution.name.lower().replace("_", "-") for distribution in distributions()}
    assert {name.lower() for name in listed} >= {name for name in installed if name.startswith("pulumi")}


def test_every_other_argument_reaches_python(home: Path) -> None:
    """The program runs with it too."""
    assert python(home, "-c", "import sys; print(sys.argv[1:])", "a b", "c") == "['a b', 'c']\n"


def test_the_engine_finds_a_plugin_of_each_sdks_version(home: Path) -> None:
    """It would try to download one that is missing."""
    for package in ("aws", "random"):
        folder = home / "plugins" / f"resource-{package}-v{version(f'pulumi-{package}')}"
        answer = subprocess.run([folder / f"pulumi-resource-{package}"], capture_output=True, text=True, check=False)
        assert (answer.returncode, answer.stdout) == (1, "")
        assert "PULUMI_DEBUG_PROVIDERS" in answer.stderr


def test_the_executor_of_a_program_runs_with_its_arguments(home: Path, tmp_path: Path) -> None:
    """Through the script that answers stack references, which must not show in what the program sees."""
    executor = tmp_path / "pulumi-language-python-exec"
    executor.write_text(
        "import sys; print(sys.argv[1:], __name__); print([p for p in sys.path if 'orion_sandbox' in p])"
    )
    command = [plugins.search_folder(home) / "python3", "-u", executor, "--stack", "a b"]
    answer = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "ORION_SANDBOX_FOLDER": str(tmp_path)},
    )

    assert answer.stdout == "['--stack', 'a b'] __main__\n[]\n"
