"""The examples of docs/testing.md as files of a project of a user."""

import os
import re
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

EXAMPLE = re.compile(r"```python\n# (\S+\.py)\n(.*?)```", re.DOTALL)
PLUGINS = {"orion-rds": "orion_rds.pytest_plugin", "orion-sandbox": "orion_sandbox.pytest_plugin"}


def examples(repository: Path) -> dict[str, str]:
    """Return the examples by the names of their files."""
    text = (repository / "docs" / "testing.md").read_text(encoding="utf-8")
    found = dict(EXAMPLE.findall(text))
    assert len(found) == text.count("```python"), "each example begins with the name of its file"
    return found


def write(repository: Path, folder: Path) -> None:
    """Write the examples as files of a folder."""
    for name, code in examples(repository).items():
        (folder / name).write_text(code, encoding="utf-8")


def run(repository: Path, folder: Path, *names: str) -> str:
    """Run examples with pytest in a folder of their own, with the plugins that an installation registers."""
    write(repository, folder)
    registered = {each.name for each in entry_points(group="pytest11")}
    plugins = [text for name, module in PLUGINS.items() if name not in registered for text in ("-p", module)]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", *plugins, *names]
    paths = os.pathsep.join([str(folder), str(repository)])
    answer = subprocess.run(
        command, cwd=folder, env={**os.environ, "PYTHONPATH": paths}, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return answer.stdout
