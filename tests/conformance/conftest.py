"""Terraform, and the sandbox's AWS API."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from orion_rds.testing import Recording
from orion_sandbox import daemon
from orion_sandbox.references import references
from tests.conformance.programs import ids_of_the_program
from tests.conformance.terraform import Terraform, TerraformError, missing


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave these tests to a run that asks for them: they take minutes and need terraform."""
    if not config.getoption("--conformance"):
        here = Path(__file__).parent
        ours = [item for item in items if item.path.is_relative_to(here)]
        items[:] = [item for item in items if item not in ours]
        config.hook.pytest_deselected(items=ours)


@pytest.fixture(scope="session")
def terraform(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Terraform]:
    """Make folders in which terraform has the provider. Where it cannot be had, the tests are skipped."""
    if reason := missing():
        pytest.skip(reason)

    def make() -> Terraform:
        made = Terraform(tmp_path_factory.mktemp("terraform"))
        try:
            made.init({})
        except TerraformError as error:
            # The first line of the reason; terraform explains it at length.
            reason, *_ = [line for line in str(error).splitlines() if line.startswith("Error: ")] or [str(error)]
            pytest.skip(f"terraform cannot install the provider: {reason}")
        return made

    return make


@pytest.fixture
def api(tmp_path: Path) -> Iterator[Callable[..., str]]:
    """Start the sandbox's AWS API with what a configuration and a program name, and return its endpoint."""
    folder = tmp_path / "api"

    def start(config: Mapping[str, Any], recording: Recording | None = None) -> str:
        wanted = references(dict(config), str(config["aws:region"]))
        found = daemon.start(folder, wanted.account)
        daemon.seed(found, wanted)
        for region, ids in ids_of_the_program(recording) if recording else ():
            found.ask("/_sandbox/first-use", {"region": region, "ids": ids})
        return found.endpoint

    yield start
    daemon.stop(folder)
