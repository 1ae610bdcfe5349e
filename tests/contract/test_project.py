"""What the project's own files promise: the wheel, the pinned versions, README's commands, the tests themselves."""

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from orion_sandbox.commands import COMMANDS

WITHOUT_EXTRAS = """
import sys
sys.modules.update(dict.fromkeys(["boto3", "botocore", "jmespath", "moto"]))
import orion_rds
print(orion_rds.__file__)
"""
"""A module that is None in sys.modules cannot be imported."""


@pytest.fixture(scope="module")
def installed(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, unpacked where the repository is not."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(repository)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(folder / "site")
    return folder / "site"


def run_outside(installed: Path, *arguments: str) -> str:
    """Run this Python with the wheel's packages first, in a folder that knows nothing of the repository."""
    answer = subprocess.run(
        [sys.executable, *arguments],
        cwd=installed.parent,
        env={"PYTHONPATH": str(installed), "PATH": "/usr/bin:/bin", "HOME": str(installed.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    return answer.stdout


def test_the_wheel_is_used_from_outside_the_repository_without_the_extras(installed: Path) -> None:
    """A stack on AWS needs no moto: who only deploys installs pulumi, its two providers and pydantic."""
    assert run_outside(installed, "-c", WITHOUT_EXTRAS).strip() == str(installed / "orion_rds" / "__init__.py")


def test_the_sandbox_of_the_wheel_runs_and_carries_what_it_builds_from(installed: Path) -> None:
    """The Go modules are data: forgotten in a wheel, they are missed only on a machine without Pulumi."""
    listed = run_outside(installed, "-m", "orion_sandbox", "--help")

    assert all(command in listed for command in COMMANDS)
    for module in ("engine", "language_host"):
        names = {path.name for path in (installed / "orion_sandbox" / "toolchain" / module).iterdir()}
        assert names == {"go.mod", "go.sum", "tools.go"}
    assert (installed / "orion_sandbox" / "toolchain" / "executor.py").exists()
    assert (installed / "orion_rds" / "py.typed").exists()


def test_every_requirement_is_pinned_to_one_version_and_to_no_address(repository: Path) -> None:
    """`make` gives everybody the same versions, from whichever index they use."""
    lines = [line for line in (repository / "constraints.txt").read_text().splitlines() if not line.startswith("#")]
    pinned = dict(line.split("==") for line in lines)
    project = tomllib.loads((repository / "pyproject.toml").read_text())["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    required = [Requirement(line) for group in groups for line in group]

    names = {canonicalize_name(name): version for name, version in pinned.items()}
    for requirement in required:
        if requirement.name != project["name"]:
            assert requirement.specifier.contains(names[canonicalize_name(requirement.name)])


def test_every_command_that_the_readme_names_exists(repository: Path) -> None:
    """The first thing a newcomer does is to copy one."""
    readme = (repository / "README.md").read_text()
    targets = re.findall(r"^([a-z]+):", (repository / "Makefile").read_text(), flags=re.MULTILINE)
    made = re.findall(r"\bmake ([a-z]+)\b", " ".join(re.findall(r"```.*?```|`[^`\n]+`", readme, flags=re.DOTALL)))
    sandboxed = re.findall(r"-m orion_sandbox ([a-z]+)", readme)

    assert {"up", "test", "down"} <= set(made)
    assert set(made) - set(targets) == set()
    assert set(sandboxed) - set(COMMANDS) == set()


def test_every_test_that_is_written_is_collected(repository: Path) -> None:
    """A test in a file of the wrong name, or under another's name, passes for ever."""
    collect = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", "--no-header", "tests"]
    answer = subprocess.run(collect, cwd=repository, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout
    collected = {line.split("[")[0] for line in answer.stdout.splitlines() if "::" in line}

    written = [
        f"{path.relative_to(repository)}::{name}"
        for path in (repository / "tests").rglob("*.py")
        for name in _tests_in(ast.parse(path.read_text()))
    ]
    assert len(written) == len(set(written)), "the second of two functions of one name hides the first"
    assert set(written) == collected


def test_no_test_is_skipped_unconditionally(repository: Path) -> None:
    """What does not run shows nothing; a condition says where it does."""
    this_file = Path(__file__).resolve()
    texts = {path: path.read_text() for path in (repository / "tests").rglob("*.py") if path.resolve() != this_file}

    assert texts
    assert [str(path) for path, text in texts.items() if re.search(r"mark\.skip\b|mark\.xfail\b", text)] == []


def _tests_in(module: ast.Module) -> list[str]:
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node.name for node in module.body if isinstance(node, functions) and node.name.startswith("test_")]
