"""The programs of README.md run as they stand."""

from collections.abc import Callable
from typing import Any

from orion_rds.testing import Recording, record
from tests.contract.test_configuration_pages import REPOSITORY, fenced

PROGRAMS = fenced(REPOSITORY / "README.md", "python")


def run(program: str) -> dict[str, Any]:
    """Return the names that a program defines."""
    names: dict[str, Any] = {}
    exec(compile(program, "README.md", "exec"), names)  # noqa: S102 - of this repository
    return names


def test_the_first_program_deploys_a_database() -> None:
    """A stranger copies it before anything else."""
    first, _ = PROGRAMS

    assert len(record(lambda: run(first)).of("aws:rds:Cluster")) == 1


def test_the_test_of_the_second_program_passes() -> None:
    """With the fixture of pytest that it asks for."""
    _, second = PROGRAMS
    names = run(second)
    tests: list[Callable[[Callable[..., Recording]], None]] = [
        value for name, value in names.items() if name.startswith("test_")
    ]

    assert len(tests) == 1
    tests[0](record)
    assert record(names["database"]).of("aws:ec2:Vpc")
