"""APIs of new stacks, forked from one that has everything imported. A start costs three processor seconds more."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from orion_sandbox import daemon
from orion_sandbox.environment import DEFAULT_REGION
from orion_sandbox.locks import held
from orion_sandbox.unmanaged import Providers
from tests.run_folder import FOLDER

_launch = daemon.launch


@contextmanager
def forked_apis() -> Generator[None]:
    """Fork each new API from one of the same account that holds nothing, instead of launching it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(daemon, "launch", _fork)
        yield


def _fork(folder: Path, account: str) -> daemon.Api:
    warm = Path(os.environ[FOLDER]) / f"api-{account}"
    with held(warm.with_suffix(".lock"), lambda: None):
        api = daemon.find(warm)
        if api is None:
            warm.mkdir()
            api = _launch(warm, account)
            # The first request to a service makes moto read its model and create its contents.
            Providers(daemon.providers(api)["aws"], DEFAULT_REGION).listed([DEFAULT_REGION])
    return daemon.clone(api, folder)
