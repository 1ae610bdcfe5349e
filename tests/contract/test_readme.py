"""The programs of README.md run as they stand."""

from collections.abc import Callable

from orion_rds.testing import Recording, record
from tests.contract.test_configuration_pages import REPOSITORY, deployed, fenced, run

PROGRAMS = fenced(REPOSITORY / "README.md", "python")


def test_the_first_program_deploys_a_database() -> None:
    """A stranger copies it before anything else."""
    first, *_ = PROGRAMS

    assert len(record(lambda: run(first)).of("aws:rds:Cluster")) == 1


def test_the_program_that_reads_a_stack_file_deploys_what_it_says() -> None:
    """It stands beside the name of the file."""
    _, second, _ = PROGRAMS

    assert len(deployed(second).of("aws:rds:Cluster")) == 1


def test_the_test_of_the_last_program_passes() -> None:
    """With the fixture of pytest that it asks for."""
    *_, last = PROGRAMS
    names = run(last)
    tests: list[Callable[[Callable[..., Recording]], None]] = [
        value for name, value in names.items() if name.startswith("test_")
    ]

    assert len(tests) == 1
    tests[0](record)
    assert record(names["database"]).of("aws:ec2:Vpc")
