"""The sandbox refuses what AWS refuses. boto3 calls it without checks of its own."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from botocore import xform_name
from botocore.exceptions import ClientError

from orion_sandbox import daemon
from orion_sandbox.api.gate.rules import RULES
from tests.contract.aws_api.conftest import connect
from tests.contract.aws_api.refusals import (
    cases_backup,
    cases_elasticache,
    cases_notifications,
    cases_other,
    cases_rds,
    cases_rds_global,
)
from tests.contract.aws_api.refusals.case import Arguments, Case, filled, whole
from tests.contract.aws_api.refusals.dump import dump
from tests.contract.aws_api.refusals.resources import build

CASES: tuple[Case, ...] = (
    *cases_rds.CASES,
    *cases_rds_global.CASES,
    *cases_elasticache.CASES,
    *cases_other.CASES,
    *cases_notifications.CASES,
    *cases_backup.CASES,
)


class Account:
    """An API with the resources of the cases."""

    def __init__(self, api: daemon.Api, existing: Mapping[str, str]) -> None:
        self.api, self.existing = api, existing
        self.client = cache(self._client)
        """Make a client of a service in a region that sends all that it is given."""

    def _client(self, service: str, region: str) -> Any:
        return connect(self.api, service, region, parameter_validation=False)

    def call(self, one: Case, arguments: Arguments) -> Any:
        """Make a case's call."""
        names = {**self.existing, "new": f"n{uuid.uuid4().hex[:12]}"}
        client = self.client(one.service, one.region)
        return getattr(client, xform_name(one.operation))(**filled(whole(one.operation, arguments), names))


@pytest.fixture(scope="session")
def untouched(api: daemon.Api, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    """The account for refused calls. It is a clone, because other tests change the shared one."""
    folder = tmp_path_factory.mktemp("untouched")
    copy = daemon.clone(api, folder)
    yield Account(copy, build(lambda service, region="us-east-1": connect(copy, service, region)))
    daemon.stop(folder)


@pytest.fixture(scope="session")
def growing(untouched: Account, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    """A copy of it for accepted calls that create something with a new name."""
    folder = tmp_path_factory.mktemp("growing")
    yield Account(daemon.clone(untouched.api, folder), untouched.existing)
    daemon.stop(folder)


@pytest.fixture
def changing(untouched: Account, tmp_path: Path) -> Iterator[Account]:
    """A copy of it for one accepted call that changes or deletes what another case needs."""
    yield Account(daemon.clone(untouched.api, tmp_path), untouched.existing)
    daemon.stop(tmp_path)


@pytest.mark.parametrize("one", CASES, ids=lambda one: one.name)
def test_it_is_refused_as_aws_refuses_it(one: Case, untouched: Account) -> None:
    """With AWS's code and words."""
    with pytest.raises(ClientError) as refused:
        untouched.call(one, one.arguments)

    error = refused.value.response["Error"]
    assert error["Code"] == RULES[one.rule].code
    assert filled(one.message, untouched.existing) in error["Message"]
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] in (400, 404, 409)


@pytest.mark.parametrize(("service", "region"), sorted({(one.service, one.region) for one in CASES}))
def test_a_refused_call_changes_nothing(service: str, region: str, untouched: Account) -> None:
    """Compare once for all calls of a service; one by one only to name the call that changed something."""
    cases = [one for one in CASES if (one.service, one.region) == (service, region)]

    def changed_by(some: Iterable[Case]) -> bool:
        before = dump(untouched.client(service, region), service)
        for one in some:
            with suppress(ClientError):
                untouched.call(one, one.arguments)
        return dump(untouched.client(service, region), service) != before

    if changed_by(cases):
        pytest.fail(f"changed by one of {[one.name for one in cases if changed_by([one])] or cases}")


@pytest.mark.parametrize("one", [one for one in CASES if one.accepted is not None], ids=lambda one: one.name)
def test_what_is_just_right_is_accepted(one: Case, request: pytest.FixtureRequest) -> None:
    """A rule that refuses everything would pass the test above."""
    assert one.accepted is not None
    account: Account = request.getfixturevalue("growing" if one.operation.startswith("Create") else "changing")

    assert account.call(one, one.accepted)["ResponseMetadata"]["HTTPStatusCode"] == 200


def test_every_rule_has_a_case() -> None:
    """A rule without a case may refuse nothing, or everything."""
    assert [rule for rule in RULES if rule not in {one.rule for one in CASES}] == []
    assert [one.name for one in CASES if one.operation not in (RULES[one.rule].operations or (one.operation,))] == []
