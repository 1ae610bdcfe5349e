"""The stand-in's table against the schemas and the plans of terraform-provider-aws 5.100.0.

Both are checked in; `make conformance` compares the second with the provider itself.
"""

from collections.abc import Mapping

import pytest

from orion_sandbox.providers.resources import WRITTEN
from orion_sandbox.providers.schema import snake_case
from orion_sandbox.providers.table import Property, Reach, Row
from tests.conformance.conversion import ONLY_IN_SIX, body
from tests.conformance.probes import Base, Probe, bases, probes, stand_in, stand_in_action
from tests.conformance.programs import every_resource
from tests.conformance.replacing import recorded_answers
from tests.conformance.schema import Block, flags, reduced, terraform_name, terraform_type

GENERATED = "Terraform keeps the name that it generated; Pulumi then generates one of its own form, which is another"
DIFFERENCES: Mapping[tuple[str, str, str], str] = {
    ("aws:elasticache/replicationGroup:ReplicationGroup", "authToken", "removed"): (
        "6 demands a token beside a strategy other than DELETE: "
        "https://github.com/hashicorp/terraform-provider-aws/pull/45518"
    ),
    ("aws:secretsmanager/secret:Secret", "replicas", "removed"): (
        "5.100 keeps the last replicas, 6 removes them: https://github.com/hashicorp/terraform-provider-aws/pull/39235"
    ),
    ("aws:ec2/subnet:Subnet", "cidrBlock", "removed"): "computed in 6, for blocks of an address pool",
    ("aws:ecs/service:Service", "cluster", "removed"): "taken for AWS's default, which the calls need",
    (
        "aws:route53/record:Record",
        "type",
        "changed",
    ): "the type is in the id, and Pulumi's update cannot return another",
    **{
        (f"aws:ec2/{kind}", name, "changed"): "AWS makes another association, whose id Pulumi's update cannot return"
        for kind, name in (
            ("mainRouteTableAssociation:MainRouteTableAssociation", "routeTableId"),
            ("mainRouteTableAssociation:MainRouteTableAssociation", "vpcId"),
            ("routeTableAssociation:RouteTableAssociation", "routeTableId"),
        )
    },
    **{
        (row.type, row.auto_name.prefix, "removed"): GENERATED
        for row in WRITTEN.values()
        if row.auto_name and row.auto_name.prefix and row.auto_name.by_pulumi
    },
}
"""Type, property and kind of a change of which the stand-in says something else, with the reason."""

SUPPRESSED = {("aws:cloudwatch/eventRule:EventRule", "state"): "the provider shows no removal, says its plan"}
"""Optional properties of which its schema does not tell everything."""

ALL_ROWS = [pytest.param(row, id=row.type) for row in WRITTEN.values()]


@pytest.fixture(scope="module")
def found() -> list[Base]:
    """Resources that have every property of every row."""
    return [*bases(every_resource())]


@pytest.mark.parametrize("row", ALL_ROWS)
def test_a_property_is_one_of_the_provider_or_of_its_sixth_major_version(row: Row) -> None:
    """The Pulumi SDK is made from the sixth, whose schemas are not compared here."""
    type_ = terraform_type(row.type)
    missing = {snake_case(prop.name) for prop in row.properties if _entry(row, prop) is None}

    assert missing == ONLY_IN_SIX.get(type_, {}).keys()


@pytest.mark.parametrize("row", ALL_ROWS)
def test_taking_a_property_out_shows_where_the_provider_does_not_compute_it(row: Row) -> None:
    """Optional, not Computed: Terraform plans a change. Optional and Computed: it keeps what AWS has."""
    for prop in row.properties:
        entry = _entry(row, prop)
        # A schema does not say of blocks whether they are computed; the plans do.
        if isinstance(entry, str) and "required" not in flags(entry) and (row.type, prop.name) not in SUPPRESSED:
            assert _shows_removal(prop) == ("computed" not in flags(entry)), prop.name


def test_every_property_is_changed_and_taken_out(found: list[Base]) -> None:
    """A property that no program has would never be compared."""
    changed = {(each.base.token, each.name) for each in probes(found)}
    known = {
        (row.type, prop.name) for row in WRITTEN.values() for prop in row.properties if _entry(row, prop) is not None
    }

    assert known - changed == set()


def test_the_stand_in_changes_and_replaces_what_the_provider_does(found: list[Base]) -> None:
    """Each property of each written row, and those of derived rows that a program writes: another value, and none."""
    answers, provider = recorded_answers(), stand_in()
    differing: dict[tuple[str, str, str], tuple[str, str]] = {}
    for each in probes(found):
        key = each.base.token, each.name, each.kind
        answer = answers[each.base.token].get(each.name, {}).get(each.kind)
        action = stand_in_action(provider, each)
        if answer and answer != action and not _is_looser(each, answer, action):
            differing[key] = answer, action

    assert {key: pair for key, pair in differing.items() if key not in DIFFERENCES} == {}
    assert DIFFERENCES.keys() <= differing.keys(), "explained, and the same"


def test_every_registered_property_has_a_counterpart() -> None:
    """What `make conformance` left out, the provider would not judge."""
    for resource in every_resource():
        if resource.type in WRITTEN:
            assert body(terraform_type(resource.type), resource.inputs).keys() or not set(resource.inputs) - {"region"}


def _is_looser(probe: Probe, answer: str, action: str) -> bool:
    """Whether a derived row refuses no combination of properties, or keeps what an operation changes in place."""
    kept = (probe.kind, answer, action) == ("removed", "update", "none")
    return probe.base.token not in WRITTEN and (answer == "refused" or kept)


def _entry(row: Row, prop: Property) -> str | Block | None:
    block = reduced()[terraform_type(row.type)]
    name = terraform_name(terraform_type(row.type), block, prop.name)
    return None if name is None else block[name]


def _shows_removal(prop: Property) -> bool:
    if prop.reach is Reach.LOCAL:
        return not prop.computed
    return prop.default is not None or prop.removed is not None
