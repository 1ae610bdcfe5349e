"""The look-ups of the guard: what exists, what does not, and what AWS does not say."""

from collections.abc import Mapping
from typing import Any

import pytest

from orion_rds import AuroraDatabase, ConfigError
from orion_rds.components.lookups import PLACES
from orion_rds.config import parse
from orion_rds.facts.absent import ABSENT
from orion_rds.plan.names_taken import KINDS
from orion_rds.testing import record
from orion_rds.testing.lookups import NETWORK
from tests.component.stacks import stack_config, whole_config
from tests.contract.aws_api.test_lookups import ABSENT as SANDBOX

FUNCTIONS = {
    "aws:backup/vault:Vault": "aws:backup/getVault:getVault",
    "aws:cloudwatch/logGroup:LogGroup": "aws:cloudwatch/getLogGroups:getLogGroups",
    "aws:ec2/securityGroup:SecurityGroup": "aws:ec2/getSecurityGroup:getSecurityGroup",
    "aws:ec2/subnet:Subnet": "aws:ec2/getSubnet:getSubnet",
    "aws:ec2/vpc:Vpc": "aws:ec2/getVpcs:getVpcs",
    "aws:elasticache/replicationGroup:ReplicationGroup": "aws:elasticache/getReplicationGroup:getReplicationGroup",
    "aws:elasticache/subnetGroup:SubnetGroup": "aws:elasticache/getSubnetGroup:getSubnetGroup",
    "aws:elasticache/user:User": "aws:elasticache/getUser:getUser",
    "aws:rds/cluster:Cluster": "aws:rds/getCluster:getCluster",
    "aws:rds/globalCluster:GlobalCluster": "aws:rds/getGlobalCluster:getGlobalCluster",
    "aws:rds/subnetGroup:SubnetGroup": "aws:rds/getSubnetGroup:getSubnetGroup",
    "aws:sns/topic:Topic": "aws:sns/getTopic:getTopic",
    "aws:ssm/parameter:Parameter": "aws:ssm/getParameter:getParameter",
}
"""Kind of what is looked up to the function that does it."""

FAILURES = {
    "permission": "AccessDenied: no identity-based policy allows the action, no matching statement",
    "throttling": "ThrottlingException: Rate exceeded",
    "credentials": "ExpiredToken: The security token included in the request is expired",
    "region": "dial tcp: lookup rds.us-mars-1.amazonaws.com: no such host",
    "another": "reading RDS Cluster (another): couldn't find resource",
    "several": "too many results: wanted 1, got 2; empty result is not it",
}


def created(answers: Mapping[str, str], stack: Mapping[str, Any]) -> None:
    """Create a database, where AWS answers like this."""
    record(lambda: AuroraDatabase("orion", parse({**stack})), answers=answers)


@pytest.mark.parametrize("failure", FAILURES.values(), ids=FAILURES)
@pytest.mark.parametrize("kind", ["aws:rds/cluster:Cluster", "aws:rds/subnetGroup:SubnetGroup"])
def test_a_look_up_that_fails_is_an_error_with_its_reason(kind: str, failure: str) -> None:
    """Neither absent, so that the deployment would go on, nor in use."""
    with pytest.raises(Exception, match="invoke of") as failed:
        created({FUNCTIONS[kind]: failure}, stack_config("test"))

    assert failure in str(failed.value)
    assert not isinstance(failed.value, ConfigError)


@pytest.mark.parametrize("kind", KINDS)
def test_no_kind_takes_a_denial_for_an_answer(kind: str) -> None:
    """Each of the functions that are asked for a name."""
    config = whole_config("prod")
    config["alarms"] = {**config.get("alarms", {}), "topic_arns": []}

    with pytest.raises(Exception, match="AccessDenied"):
        created({FUNCTIONS[kind]: FAILURES["permission"]}, config)


def test_every_kind_of_name_has_its_text() -> None:
    """Log groups and VPCs come as a list, which is empty."""
    assert ABSENT.keys() == {*KINDS, *PLACES} - {"aws:cloudwatch/logGroup:LogGroup", "aws:ec2/vpc:Vpc"}
    assert FUNCTIONS.keys() == {*KINDS, *PLACES}
    assert set(FUNCTIONS.values()) >= set(NETWORK)


@pytest.mark.parametrize("kind", ABSENT)
def test_the_text_is_that_of_the_provider(kind: str) -> None:
    """The stand-in provider's was compared with the real one's."""
    arguments, text = SANDBOX[FUNCTIONS[kind].split(":")[1]]
    (name,) = arguments.values()

    assert text.endswith(ABSENT[kind].format(name=name))
