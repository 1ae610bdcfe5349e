"""Commands whose output nobody reads to its end, as in `orion-rds schema | head -3`."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

COMMANDS = {
    "ends": ["orion_rds.cli", "--version"],
    "more than a buffer": ["orion_rds.cli", "schema"],
    "check": ["orion_rds.cli", "check"],
    "help of the sandbox": ["orion_sandbox", "--help"],
    "sandbox": ["orion_sandbox", "list"],
}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_command_ends_quietly_when_nobody_reads_it(command: list[str], tmp_path: Path, repository: Path) -> None:
    """With the exit code that a shell has for `cat`, and not with advice about a broken stack."""
    (tmp_path / "Pulumi.yaml").write_text("name: tiny\nruntime: python\n", encoding="utf-8")
    (tmp_path / "Pulumi.dev.yaml").write_text("config: {tiny:database: {}}\n", encoding="utf-8")
    env = {**os.environ, "PYTHONPATH": str(repository), "ORION_SANDBOX_HOME": str(tmp_path / "stacks")}
    # Then what is left in the buffer fails when Python ends.
    env.pop("PYTHONUNBUFFERED", None)
    reading, writing = os.pipe()
    os.close(reading)

    answer = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=tmp_path,
        env=env,
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writing)

    assert (answer.returncode, answer.stderr) == (141, "")
