"""What stands in examples/ runs."""

import subprocess
import sys
from pathlib import Path

from orion_sandbox.engine import Engine


def test_the_automation_example_deploys_asks_and_destroys(repository: Path, engine: Engine) -> None:
    """Copied into a user's own script, it has to work as it stands."""
    answer = subprocess.run(
        [sys.executable, str(repository / "examples" / "automation.py")], capture_output=True, text=True, check=False
    )

    assert answer.returncode == 0, answer.stdout + answer.stderr
    lines = answer.stdout.splitlines()
    (up,) = (line for line in lines if line.startswith("up: "))
    (preview,) = (line for line in lines if line.startswith("preview: "))
    (destroy,) = (line for line in lines if line.startswith("destroy: "))
    assert up.startswith("up: {'create': ")
    assert preview == up.replace("up: {'create'", "preview: {'same'")
    assert destroy == up.replace("up: {'create'", "destroy: {'delete'")
    assert any(line.startswith("  cluster_endpoint = ") and ".rds.amazonaws.com" in line for line in lines)
    assert engine.pulumi.exists()
