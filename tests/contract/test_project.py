"""What the project's own files promise: README's commands, and the tests themselves."""

import ast
import re
import subprocess
import sys
from pathlib import Path

from orion_sandbox.commands import COMMANDS


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
