"""Networks that a configuration names: what does not exist, or cannot be used together, is refused before anything is
created.
"""

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

import pulumi
import pytest

from orion_rds import AuroraDatabase, ConfigError
from orion_rds.config import Problem
from orion_rds.facts.absent import absent_text
from orion_rds.plan import networks
from orion_rds.plan.networks import NETWORK_IN_TWO_VPCS, NETWORK_MISSING, SUBNETS_IN_ONE_ZONE
from orion_rds.testing import Recording, record
from orion_rds.testing.lookups import NETWORK
from tests.component.stacks import stack_config, whole_config

GROUP, SUBNET, VPCS, REDIS_SUBNETS, SUBNETS = NETWORK
GOLDEN = Path(__file__).parent / "golden" / "networks.txt"

HERE, THERE, OTHER = "vpc-0a1b2c3d4e5f60002", "vpc-0a1b2c3d4e5f60003", "vpc-0a1b2c3d4e5f60009"
"""The VPC of the stack's region, that of the second region, and another one."""

A, B, C, AGAIN = (f"subnet-0a1b2c3d4e5f60{number}" for number in ("01a", "01b", "01c", "02a"))
"""Subnets whose last letter is the zone."""

APP, JOBS = "sg-0a1b2c3d4e5f60002", "sg-0a1b2c3d4e5f60718"
MISSING, TWO_VPCS, ONE_ZONE = NETWORK_MISSING.name, NETWORK_IN_TWO_VPCS.name, SUBNETS_IN_ONE_ZONE.name

Values = Mapping[str, Any]
Found = set[tuple[str, str]]


def aws(gone: Collection[str] = (), elsewhere: Collection[str] = ()) -> dict[str, Any]:
    """Answers of AWS: what is not gone exists in the VPC of its region, or in the other one."""

    def one(function: str) -> Callable[[Values], Values | str]:
        def answer(given: Values) -> Values | str:
            name = given.get("id") or given["name"]
            if name in gone:
                return f"invoking {function}: 1 error occurred:\n\t* {absent_text(function, name)}\n\n"
            vpc = OTHER if name in elsewhere else THERE if given.get("region") == "us-west-2" else HERE
            return {"vpcId": vpc, "availabilityZone": f"us-east-1{name[-1]}"}

        return answer

    def vpcs(given: Values) -> Values:
        ((wanted,),) = (each["values"] for each in given["filters"])
        return {"ids": [] if wanted in gone else [wanted]}

    return {**{function: one(function) for function in (GROUP, SUBNET, SUBNETS, REDIS_SUBNETS)}, VPCS: vpcs}


def created(config: Values, answers: Values, **more: Any) -> Recording:
    """Create a database."""
    return record(lambda: AuroraDatabase("orion", {**config}), answers=answers, **more)  # pyright: ignore[reportArgumentType]


def problems(config: Values, answers: Values, **more: Any) -> tuple[Problem, ...]:
    """The problems of a database that is created."""
    try:
        created(config, answers, **more)
    except ConfigError as error:
        return error.problems
    return ()


def refused(config: Values, answers: Values, **more: Any) -> Found:
    """Path and refusal of each problem of a database that is created."""
    return {(".".join(map(str, each.path)), each.refusal) for each in problems(config, answers, **more)}


def network(**settings: Any) -> dict[str, Any]:
    """A small database with this network, and a source."""
    access = {} if "security_group_ids" in settings else {"vpc_id": HERE, "allow_from": {"office": "10.20.0.0/16"}}
    subnets = {} if "subnet_group_name" in settings else {"subnet_ids": [A, B]}
    return {**stack_config("test"), "network": {**access, **subnets, **settings}}


def redis(**settings: Any) -> dict[str, Any]:
    """A small database, and Redis in a network with these settings of its own."""
    return {**network(), "redis": {"network": settings}}


WHOLE = whole_config("prod")
CASES: Mapping[str, tuple[Values, Values, Found]] = {
    "everything is there": (WHOLE, aws(), set()),
    "everything is gone": (
        WHOLE,
        aws([HERE, THERE, A, B, C, AGAIN, APP]),
        {
            ("network.vpc_id", MISSING),
            ("network.subnet_ids", MISSING),
            ("network.allow_from.app", MISSING),
            ("disaster_recovery.network.vpc_id", MISSING),
            ("disaster_recovery.network.subnet_ids", MISSING),
        },
    ),
    "a group of subnets is gone": (
        network(subnet_group_name="data"),
        aws(["data"]),
        {("network.subnet_group_name", MISSING)},
    ),
    "a group of Redis's subnets is gone": (
        redis(subnet_group_name="caches"),
        aws(["caches"]),
        {("redis.network.subnet_group_name", MISSING)},
    ),
    "a security group is gone": (
        network(security_group_ids=[APP, JOBS]),
        aws([JOBS]),
        {("network.security_group_ids", MISSING)},
    ),
    "a source is gone": (
        redis(allow_from={"jobs": {"security_group_id": JOBS}}),
        aws([JOBS]),
        {("redis.network.allow_from.jobs", MISSING)},
    ),
    "a source of another account": (network(allow_from={"jobs": f"210987654321/{JOBS}"}), aws([JOBS]), set()),
    "a source in a peered VPC": (network(allow_from={"jobs": JOBS}), aws(elsewhere=[JOBS]), set()),
    "subnets of two VPCs": (network(), aws(elsewhere=[B]), {("network.subnet_ids", TWO_VPCS)}),
    "subnets of another VPC": (network(), aws(elsewhere=[A, B]), {("network.vpc_id", TWO_VPCS)}),
    "a security group of another VPC": (
        network(security_group_ids=[APP, JOBS]),
        aws(elsewhere=[JOBS]),
        {("network.security_group_ids", TWO_VPCS)},
    ),
    "a group of subnets of another VPC": (
        network(subnet_group_name="data"),
        aws(elsewhere=["data"]),
        {("network.vpc_id", TWO_VPCS)},
    ),
    "Redis in another VPC": (
        redis(subnet_ids=[C, AGAIN]),
        aws(elsewhere=[C, AGAIN]),
        {("redis.network.vpc_id", TWO_VPCS)},
    ),
    "a security group of Redis in another VPC": (
        redis(security_group_ids=[JOBS]),
        aws(elsewhere=[JOBS]),
        {("redis.network.security_group_ids", TWO_VPCS)},
    ),
    "a VPC that is gone is in no other one": (network(vpc_id=OTHER), aws([OTHER]), {("network.vpc_id", MISSING)}),
    "subnets of one zone": (network(subnet_ids=[A, AGAIN]), aws(), {("network.subnet_ids", ONE_ZONE)}),
    "subnets of one zone, and one that is gone": (
        network(subnet_ids=[A, AGAIN, B]),
        aws([B]),
        {("network.subnet_ids", MISSING)},
    ),
    "Redis in one zone": (redis(subnet_ids=[A, AGAIN]), aws(), set()),
}


@pytest.mark.parametrize("case", CASES)
def test_what_aws_would_refuse_half_way_is_refused_at_first(case: str) -> None:
    """All at once, each at its setting; what Redis shares with the database is named once."""
    config, answers, expected = CASES[case]

    assert refused(config, answers) == expected
    assert refused(config, answers, preview=True) == expected
    assert len(problems(config, answers)) == len({(each.path, str(each.given)) for each in problems(config, answers)})


def test_every_message_is_one_that_was_reviewed(expect: Callable[[str, Path], None]) -> None:
    """Value, reason and fix of each refusal."""
    found = {case: problems(config, answers) for case, (config, answers, _) in CASES.items()}
    texts = [f"{case}\n\n{ConfigError(each)}" for case, each in found.items() if each]

    expect("\n\n\n".join(texts) + "\n", GOLDEN)
    assert {each.name for each in vars(networks).values() if isinstance(each, networks.Refusal)} == {
        each.refusal for problem in found.values() for each in problem
    }


@pytest.mark.parametrize(
    "answer",
    [{}, dict, "AccessDenied: not authorized to perform: ec2:DescribeSubnets"],
    ids=["nothing", "args", "denied"],
)
def test_an_answer_that_says_nothing_refuses_nothing(answer: Any, caplog: pytest.LogCaptureFixture) -> None:
    """Mocks return nothing, or the arguments. Whoever deploys may be allowed to use what they may not look up."""
    security_groups = {**WHOLE, "network": network(security_group_ids=[APP])["network"], "redis": None}
    config = {key: value for key, value in security_groups.items() if value}

    assert created(config, dict.fromkeys((GROUP, SUBNET, VPCS), answer)).of("aws:rds:Cluster")

    said = [each.message for each in caplog.records if "could not be looked up" in each.message]
    assert len(said) == isinstance(answer, str)
    assert all(each in text and "ec2:DescribeSubnets" in text for text in said for each in (A, APP, THERE))


@pytest.mark.parametrize("secret", [False, True])
def test_a_network_of_outputs_is_looked_up_when_it_is_known(*, secret: bool) -> None:
    """A preview does not know what is created with it. A secret is not shown."""

    def program() -> None:
        made = [pulumi.Output.secret(each) if secret else pulumi.Output.from_input(each) for each in (A, B)]
        AuroraDatabase("orion", network(subnet_ids=made))  # pyright: ignore[reportArgumentType]

    with pytest.raises(ConfigError, match="network-missing") as refused:
        record(program, answers=aws([B]))
    assert (B in str(refused.value)) is not secret

    def unknown() -> None:
        vpc = pulumi.Output[str].from_input(pulumi.UNKNOWN)  # pyright: ignore[reportArgumentType]
        AuroraDatabase("orion", network(vpc_id=vpc))  # pyright: ignore[reportArgumentType]

    assert record(unknown, answers={**aws(), VPCS: "not asked"}, preview=True).of("aws:rds:Cluster")


def test_a_warning_shows_no_secret(caplog: pytest.LogCaptureFixture) -> None:
    """The provider's reason may have the id too."""

    def program() -> None:
        made = [pulumi.Output.secret(each) for each in (A, B)]
        AuroraDatabase("orion", network(subnet_ids=made))  # pyright: ignore[reportArgumentType]

    def denied(given: Values) -> str:
        return f"not allowed to look up {given['id']}"

    record(program, answers={**aws(), SUBNET: denied})

    (said,) = [each.message for each in caplog.records if "could not be looked up" in each.message]
    assert "(secret)" in said
    assert not any(each in said for each in (A, B))


def test_a_later_deployment_looks_up_what_is_new() -> None:
    """What runs is not asked about again: it may be of an account whose network changed since."""
    before = created(network(), aws())
    nothing_is_there = aws([HERE, A, B, JOBS])

    assert refused({**network(), "tags": {"team": "data"}}, nothing_is_there, after=before) == set()
    assert refused(network(subnet_ids=[A, B, C]), aws([C]), after=before) == {("network.subnet_ids", MISSING)}
    more = {"office": "10.20.0.0/16", "jobs": JOBS}
    assert refused(network(allow_from=more), nothing_is_there, after=before) == {("network.allow_from.jobs", MISSING)}
    assert refused({**network(), "redis": {}}, aws([B]), after=before) == {("network.subnet_ids", MISSING)}
