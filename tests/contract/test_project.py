"""What the project's own files promise: README's commands, and the tests themselves."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import yaml

from orion_sandbox.commands import COMMANDS


def test_every_command_that_the_readme_names_exists(repository: Path) -> None:
    """The first thing a newcomer does is to copy one."""
    readme = (repository / "README.md").read_text()
    targets = re.findall(r"^([a-z]+):", (repository / "Makefile").read_text(), flags=re.MULTILINE)
    made = re.findall(r"\bmake ([a-z]+)\b", " ".join(re.findall(r"```.*?```|`[^`\n]+`", readme, flags=re.DOTALL)))
    sandboxed = re.findall(
        r"\borion-sandbox ([a-z]+)", " ".join(re.findall(r"```.*?```|`[^`\n]+`", readme, flags=re.DOTALL))
    )

    assert {"up", "test", "down"} <= set(made)
    assert set(made) - set(targets) == set()
    assert set(sandboxed) - set(COMMANDS) == set()


def test_every_target_that_is_offered_is_listed_by_help(repository: Path) -> None:
    """`make help` is read before the Makefile is."""
    # Within another make, as in `make test`, it would print its folder first.
    command = ["make", "--no-print-directory", "help"]
    listed = subprocess.check_output(command, cwd=repository, text=True)
    makefile = (repository / "Makefile").read_text()
    (offered,) = re.findall(r"^\.PHONY: (.*)$", makefile, flags=re.MULTILINE)

    assert {line.split()[0] for line in listed.splitlines()} == set(offered.split()) - {"packages", "engine"}


def test_the_suite_runs_on_the_python_versions_that_the_classifiers_name(repository: Path) -> None:
    """A classifier is a claim; the workflow is what shows it."""
    workflow = yaml.safe_load((repository / ".github" / "workflows" / "checks.yaml").read_text())
    tested = workflow["jobs"]["checks"]["strategy"]["matrix"]["python"]

    for path in ("pyproject.toml", "orion_sandbox/pyproject.toml"):
        project = tomllib.loads((repository / path).read_text())["project"]
        named = [line.rpartition(" ")[2] for line in project["classifiers"] if "Python :: 3." in line]
        assert named == tested
        assert project["requires-python"] == f">={tested[0]}"


def test_actions_are_pinned_by_hash(repository: Path) -> None:
    """A tag can be moved to other code by whoever takes over the action."""
    workflows = [path.read_text() for path in (repository / ".github" / "workflows").iterdir()]
    used = [name for workflow in workflows for name in re.findall(r"uses: (.*)", workflow)]

    assert used
    assert [name for name in used if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v[\d.]+", name)] == []


def test_every_test_that_is_written_is_collected(repository: Path) -> None:
    """A test in a file of the wrong name, or under another's name, passes for ever."""
    sources = {
        path: path.read_text() for path in (repository / "tests").rglob("*.py") if path.name != "test_project.py"
    }
    written = {path: _tests_in(ast.parse(text)) for path, text in sources.items()}

    assert any(written.values())
    assert [path for path, tests in written.items() if tests and not path.name.startswith("test_")] == []
    assert [path for path, tests in written.items() if len(tests) > len(set(tests))] == [], "the second hides the first"
    assert [path for path, text in sources.items() if "collect_ignore" in text] == []


def test_no_test_is_skipped_unconditionally(repository: Path) -> None:
    """What does not run shows nothing; a condition says where it does."""
    this_file = Path(__file__).resolve()
    texts = {path: path.read_text() for path in (repository / "tests").rglob("*.py") if path.resolve() != this_file}

    assert texts
    assert [str(path) for path, text in texts.items() if re.search(r"mark\.skip\b|mark\.xfail\b", text)] == []


def _tests_in(module: ast.Module) -> list[str]:
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node.name for node in module.body if isinstance(node, functions) and node.name.startswith("test_")]
