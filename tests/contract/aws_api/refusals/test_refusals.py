"""The sandbox refuses what AWS refuses. boto3 calls it without checks of its own."""

import uuid
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from typing import Any

import pytest
from botocore import xform_name
from botocore.exceptions import ClientError

from orion_sandbox import daemon
from orion_sandbox.api.gate.rules import RULES
from tests.contract.aws_api.conftest import ClientOf, connect
from tests.contract.aws_api.refusals import (
    cases_backup,
    cases_elasticache,
    cases_notifications,
    cases_other,
    cases_rds,
    cases_rds_global,
    resources,
)
from tests.contract.aws_api.refusals.case import Arguments, Case, filled, whole
from tests.contract.aws_api.refusals.dump import dump

CASES: tuple[Case, ...] = (
    *cases_rds.CASES,
    *cases_rds_global.CASES,
    *cases_elasticache.CASES,
    *cases_other.CASES,
    *cases_notifications.CASES,
    *cases_backup.CASES,
)


@pytest.fixture(scope="session")
def existing(client: ClientOf) -> dict[str, str]:
    """Create the resources of the cases."""
    return resources.build(client)


@pytest.fixture(scope="session")
def unchecked(api: daemon.Api) -> Callable[[str, str], Any]:
    """Make clients of a service in a region that send every argument unchecked."""

    @cache
    def make(service: str, region: str) -> Any:
        return connect(api, service, region, parameter_validation=False)

    return make


@pytest.fixture(scope="session")
def call(unchecked: Callable[[str, str], Any], existing: dict[str, str]) -> Callable[[Case, Arguments], Any]:
    """Make a case's call."""

    def make(one: Case, arguments: Arguments) -> Any:
        names = {**existing, "new": f"n{uuid.uuid4().hex[:12]}"}
        client = unchecked(one.service, one.region)
        return getattr(client, xform_name(one.operation))(**filled(whole(one.operation, arguments), names))

    return make


@pytest.mark.parametrize("one", CASES, ids=lambda one: one.name)
def test_it_is_refused_as_aws_refuses_it(
    one: Case, call: Callable[[Case, Arguments], Any], existing: dict[str, str]
) -> None:
    """The code and the message are AWS's."""
    with pytest.raises(ClientError) as refused:
        call(one, one.arguments)

    error = refused.value.response["Error"]
    assert error["Code"] == RULES[one.rule].code
    assert filled(one.message, existing) in error["Message"]
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] in (400, 404, 409)


@pytest.mark.parametrize(("service", "region"), sorted({(one.service, one.region) for one in CASES}))
def test_a_refused_call_changes_nothing(
    service: str, region: str, call: Callable[[Case, Arguments], Any], unchecked: Callable[[str, str], Any]
) -> None:
    """All calls of a service are made before the second description; only after a change is each made by itself."""
    cases = [one for one in CASES if (one.service, one.region) == (service, region)]

    def changed_by(some: Iterable[Case]) -> bool:
        before = dump(unchecked(service, region), service)
        for one in some:
            with suppress(ClientError):
                call(one, one.arguments)
        return dump(unchecked(service, region), service) != before

    if changed_by(cases):
        pytest.fail(f"changed by one of {[one.name for one in cases if changed_by([one])] or cases}")


@pytest.mark.parametrize("one", [one for one in CASES if one.accepted is not None], ids=lambda one: one.name)
def test_what_is_just_right_is_accepted(one: Case, call: Callable[[Case, Arguments], Any]) -> None:
    """A rule that refuses everything would pass the test above."""
    assert one.accepted is not None

    assert call(one, one.accepted)["ResponseMetadata"]["HTTPStatusCode"] == 200


def test_every_rule_has_a_case() -> None:
    """A rule without a case may refuse nothing, or everything."""
    assert [rule for rule in RULES if rule not in {one.rule for one in CASES}] == []
    assert [one.name for one in CASES if one.operation not in (RULES[one.rule].operations or (one.operation,))] == []
