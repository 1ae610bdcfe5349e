"""The examples of docs/testing.md that have an engine."""

import os
import re
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path

import pytest

from orion_sandbox import daemon
from tests.contract.testing_page import run, write


class Project:
    """The examples in a project of a user."""

    def __init__(self, repository: Path, folder: Path) -> None:
        self._repository, self._folder = repository, folder
        self.sandboxes = folder / "sandboxes"
        write(repository, folder)
        (folder / "Pulumi.yaml").write_text("name: shop\nruntime: python\n", encoding="utf-8")
        (folder / "__main__.py").write_text("from infra import database\n\ndatabase()\n", encoding="utf-8")

    def line(self, text: str) -> str:
        """Run a line of shell, and return what it prints."""
        paths = os.pathsep.join([str(self._folder), str(self._repository)])
        env = {**os.environ, "PYTHONPATH": paths, "ORION_SANDBOX_HOME": str(self.sandboxes), "ORION_SANDBOX_STRICT": ""}
        answer = subprocess.run(
            ["/bin/sh", "-ec", text], cwd=self._folder, env=env, capture_output=True, text=True, check=False
        )
        assert answer.returncode == 0, answer.stdout + answer.stderr
        return answer.stdout


@pytest.fixture
def project(repository: Path, tmp_path: Path) -> Generator[Project]:
    """A project whose sandboxes end with the test."""
    made = Project(repository, tmp_path)
    yield made
    for record in made.sandboxes.glob("*/api.json"):
        daemon.stop(record.parent)


def test_the_example_of_the_sandbox_runs(repository: Path, tmp_path: Path) -> None:
    """In a project of a user."""
    assert "1 passed" in run(repository, tmp_path, "test_in_the_sandbox.py")


def test_the_script_in_a_directed_shell_updates_the_stack(repository: Path, project: Project) -> None:
    """With the page's own commands."""
    page = (repository / "docs" / "testing.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```console\n(.*?)```", page, re.DOTALL)
    block = block.replace("python ", f"{sys.executable} ").replace(
        "orion-sandbox ", f"{sys.executable} -m orion_sandbox "
    )
    up, rest = block.split("\n", 1)

    project.line(up)
    said = project.line(rest)

    assert '+ identifier: "orion-prod-aurora"' in said
    assert re.search(r"Resources:\n    \d+ unchanged\n\n", said)


def test_the_script_with_a_sandbox_of_its_own_deploys_in_spite_of_its_faults(project: Project) -> None:
    """And leaves nothing."""
    said = project.line(f"{sys.executable} try_faults.py")

    assert re.search(r"\{'create': \d+\}\n\([1-9]\d*,\)", said)
    assert [*project.sandboxes.glob("*/api.json")] == []
