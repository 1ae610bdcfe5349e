"""Every change of every setting of three deployed stacks, each on a clone, by `up` without a preview.

`make changes` tries every change. Without its option, some changes of production are tried, others with each seed.
"""

import random
from pathlib import Path

import pytest

from orion_sandbox.engine import Engine
from orion_sandbox.project import read_project
from tests.changing.batches import batches
from tests.changing.change import ROOT, Change
from tests.changing.every import every_change
from tests.changing.stacks import REGION, stacks
from tests.e2e.bases import Bases
from tests.e2e.trial import Trial

CHOSEN = 2


def every_batch() -> list[tuple[str, list[Change]]]:
    """Return the names of the stacks with changes to try together."""
    return [
        (stack, batch)
        for stack, config in stacks().items()
        for batch in batches(config[ROOT], REGION, every_change(config[ROOT], REGION)[0])
    ]


def some_changes(seed: int) -> list[tuple[str, list[Change]]]:
    """Choose changes to try alone. Of alarms there are so many that little else would be chosen."""
    changes, _ = every_change(stacks()["production"][ROOT], REGION)
    rest = [change for change in changes if "alarms" not in change.path[:-1]]
    return [("production", [change]) for change in random.Random(seed).sample(rest, CHOSEN)]  # noqa: S311 - a sample


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Take every batch where the option is given."""
    if "batch" in metafunc.fixturenames:
        every = metafunc.config.getoption("--every-change")
        found = every_batch() if every else some_changes(metafunc.config.getoption("randomly_seed", 0) or 0)
        names = [f"{stack}: {batch[0].name}{f' + {len(batch) - 1}' if batch[1:] else ''}" for stack, batch in found]
        metafunc.parametrize(("stack", "batch"), found, ids=names)


def test_a_change_converges_or_is_refused_before_anything_is_touched(
    bases: Bases, repository: Path, engine: Engine, tmp_path: Path, stack: str, batch: list[Change]
) -> None:
    """And it can be put back: after that the next `up` changes nothing."""
    config = stacks()[stack]
    base = bases.deployed("prod", None) if stack == "production" else bases.deployed(stack, config)
    trial = Trial(base, config, read_project(repository / "Pulumi.yaml"), engine, tmp_path)

    failures = trial.failures(batch)

    assert not failures, "\n".join(map(str, failures))
