"""The benchmark of the commands, which needs the engine."""

from benchmarks.measured import sandbox
from orion_sandbox.engine import Engine


def test_the_commands_are_measured_on_a_sandbox_of_their_own(engine: Engine) -> None:
    """It runs what `make` runs; a command that fails ends the benchmark."""
    assert engine

    assert [row.ours > 0 for row in sandbox("test")] == [True, True, True]
