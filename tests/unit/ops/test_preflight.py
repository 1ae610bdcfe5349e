"""What `orion-rds preflight` finds: each rule is provoked, with path, value, reason and fix."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from orion_ops.preflight.names import LOOK_UPS
from orion_rds.config import DatabaseConfig, Problem
from orion_rds.config.errors import written
from orion_rds.config.loading import parse
from tests.component.stacks import REPOSITORY
from tests.unit.ops.answers import Answers, Refused
from tests.unit.ops.empty_account import NETWORKS, allowed, findings, option, ready, subnet
from tests.unit.ops.production import CONFIG, HERE, THERE

VPC, _, GROUP = NETWORKS[HERE]
SUBNETS = [subnet(HERE, zone)["SubnetId"] for zone in "abc"]
KEY = "arn:aws:kms:us-east-1:123456789012:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"

Change = Callable[[Answers], object]


def test_an_account_that_is_ready_has_no_findings() -> None:
    """And all of it is checked."""
    found = findings(ready())

    assert found.problems == []
    assert found.unknown == []


def put(operation: str, region: str = HERE, **answer: Any) -> Change:
    """Return the change of an answer."""
    return lambda answers: answers.__setitem__((region, operation), answer)


def refuse(operation: str, code: str, region: str = HERE) -> Change:
    """Return the change to an error."""
    return lambda answers: answers.__setitem__((region, operation), Refused(code))


def subnets(**changed: Any) -> Change:
    """Return the change of the first subnet."""
    others = [subnet(HERE, zone) for zone in "bc"]
    return put("describe_subnets", Subnets=[{**subnet(HERE, "a"), **changed}, *others])


def quota(name: str, used: int) -> Change:
    """Return the change of a quota of RDS."""
    return put("describe_account_attributes", AccountQuotas=[{"AccountQuotaName": name, "Used": used, "Max": 40}])


def key_state(**metadata: Any) -> Change:
    """Return the change of a key."""
    return put("describe_key", KeyMetadata={"KeyId": "k", "KeyState": "Enabled", **metadata})


def denied(*actions: str, decision: str = "implicitDeny", **more: Any) -> Change:
    """Return the change by which some actions are denied."""

    def answer(given: Any) -> dict[str, Any]:
        results = allowed(given, decision, *actions)["EvaluationResults"]
        return {
            "EvaluationResults": [{**each, **(more if each["EvalActionName"] in actions else {})} for each in results]
        }

    return lambda answers: answers.__setitem__((HERE, "simulate_principal_policy"), answer)


FINDINGS: dict[str, tuple[Change, str, str, object, str]] = {
    "a cluster of the name": (
        put("describe_db_clusters", DBClusters=[{"DBClusterIdentifier": "orion-prod-aurora"}]),
        "name-taken",
        "environment",
        "prod",
        "cluster `orion-prod-aurora`.",
    ),
    "a VPC that is not there": (
        put("describe_vpcs", Vpcs=[]),
        "network-missing",
        "network.vpc_id",
        VPC,
        "has no such VPC in us-east-1.",
    ),
    "a subnet that is not there": (
        put("describe_subnets", Subnets=[subnet(HERE, zone) for zone in "ab"]),
        "network-missing",
        "network.subnet_ids",
        SUBNETS[2],
        "has no such subnet in us-east-1.",
    ),
    "a security group that is not there": (
        put("describe_security_groups", THERE, SecurityGroups=[]),
        "network-missing",
        "disaster_recovery.network.allow_from.app",
        NETWORKS[THERE][2],
        "has no such security group in us-west-2.",
    ),
    "a subnet of another VPC": (
        put(
            "describe_subnets",
            Subnets=[*(subnet(HERE, zone) for zone in "ab"), {**subnet(HERE, "c"), "VpcId": "vpc-1"}],
        ),
        "network-in-two-vpcs",
        "network.subnet_ids",
        SUBNETS[2],
        f"The first subnet is in `{VPC}`",
    ),
    "subnets of one zone": (
        put("describe_subnets", Subnets=[{**subnet(HERE, zone), "AvailabilityZone": "us-east-1a"} for zone in "abc"]),
        "subnets-in-one-zone",
        "network.subnet_ids",
        SUBNETS,
        "all these subnets are in `us-east-1a`",
    ),
    # Three instances and two nodes of Redis in three zones, and a replacement.
    "a subnet that is almost full": (
        subnets(AvailableIpAddressCount=2),
        "subnets-full",
        "network.subnet_ids",
        SUBNETS[0],
        "The subnet has 2 free addresses, but 3 are needed",
    ),
    "a version that is not offered": (
        put(
            "describe_orderable_db_instance_options",
            OrderableDBInstanceOptions=[
                option(HERE, version=each) for each in ("16.9", "16.10", "16.11", "15.15", "17.5-limitless")
            ],
        ),
        "version-not-offered",
        "engine.version",
        "17",
        "The newest versions that it offers are 16.9, 16.10, 16.11.",
    ),
    "a class that is not offered": (
        put("describe_orderable_db_instance_options", OrderableDBInstanceOptions=[]),
        "class-not-offered",
        "instances.instance_class",
        "db.r7g.xlarge",
        "us-east-1 does not offer this class for 17.",
    ),
    "a class of the standby that is not offered": (
        put("describe_orderable_db_instance_options", THERE, OrderableDBInstanceOptions=[]),
        "class-not-offered",
        "disaster_recovery.instances.instance_class",
        "db.r7g.xlarge",
        "us-west-2 does not offer this class for 17.",
    ),
    "a class without the storage": (
        put(
            "describe_orderable_db_instance_options",
            OrderableDBInstanceOptions=[{**option(HERE), "StorageType": "aurora-iopt1"}],
        ),
        "class-not-offered",
        "instances.instance_class",
        "db.r7g.xlarge",
        "us-east-1 does not offer it with the storage `aurora`.",
    ),
    "a class without global databases": (
        put(
            "describe_orderable_db_instance_options",
            OrderableDBInstanceOptions=[{**option(HERE), "SupportsGlobalDatabases": False}],
        ),
        "class-not-offered",
        "instances.instance_class",
        "db.r7g.xlarge",
        "us-east-1 does not offer it for a global database.",
    ),
    "a key that is not there": (
        refuse("describe_key", "NotFoundException"),
        "key-missing",
        "encryption.kms_key_arn",
        KEY,
        "The key does not exist.",
    ),
    "a key that is disabled": (
        key_state(KeyState="PendingDeletion"),
        "key-disabled",
        "encryption.kms_key_arn",
        KEY,
        "The key is `PendingDeletion`",
    ),
    "a key that signs": (
        key_state(KeySpec="RSA_2048"),
        "key-kind",
        "encryption.kms_key_arn",
        KEY,
        "The key spec is RSA_2048",
    ),
    "a key that is not allowed": (
        put("get_key_policy", THERE, Policy='{"Statement": []}'),
        "key-policy",
        "disaster_recovery.encryption.kms_key_arn",
        KEY.replace("us-east-1", "us-west-2").replace(
            "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9", "1b2c3d4e-5f60-7182-93a4-b5c6d7e8f90a"
        ),
        "The key policy does not allow the use for: storage, secret, insights, logs.",
    ),
    "no room for clusters": (
        quota("DBClusters", 40),
        "quota",
        "environment",
        1,
        "The quota of us-east-1 for DBClusters of RDS is 40, of which 40 are used.",
    ),
    "no room for instances": (
        quota("DBInstances", 38),
        "quota",
        "instances",
        3,
        "The quota of us-east-1 for DBInstances of RDS is 40, of which 38 are used.",
    ),
    "no room for event subscriptions": (
        quota("EventSubscriptions", 39),
        "quota",
        "environment",
        2,
        "The quota of us-east-1 for EventSubscriptions of RDS is 40, of which 39 are used.",
    ),
    "no room for nodes": (
        put("describe_cache_clusters", CacheClusters=[{"CacheClusterId": "m", "NumCacheNodes": 299}]),
        "quota",
        "redis",
        2,
        "The quota of us-east-1 for nodes of ElastiCache is 300, of which 299 are used.",
    ),
    "no opt-in": (
        put("describe_region_settings", THERE, ResourceTypeOptInPreference={"Aurora": False}),
        "backup-opt-in",
        "backup.copies",
        THERE,
        "AWS Backup does not handle Aurora in us-west-2",
    ),
    "a permission that is missing": (
        denied("rds:CreateDBCluster", "rds:AddTagsToResource"),
        "permission",
        "environment",
        "rds",
        "user/deployer is not allowed on all resources: rds:AddTagsToResource, rds:CreateDBCluster.",
    ),
    "a permission that is denied": (
        denied("elasticache:CreateUser", decision="explicitDeny"),
        "permission",
        "redis",
        "elasticache",
        "on all resources, by a statement that denies: elasticache:CreateUser.",
    ),
    "a permission that the organization denies": (
        denied("kms:CreateGrant", OrganizationsDecisionDetail={"AllowedByOrganizations": False}),
        "permission",
        "encryption",
        "kms",
        "on all resources, by a policy of the organization: kms:CreateGrant.",
    ),
    "a permission beyond the boundary": (
        denied("iam:PassRole", PermissionsBoundaryDecisionDetail={"AllowedByPermissionsBoundary": False}),
        "permission",
        "environment",
        "iam",
        "on all resources, by a permissions boundary: iam:PassRole.",
    ),
}


@pytest.mark.parametrize("finding", FINDINGS)
def test_a_finding_has_path_value_reason_and_fix(finding: str) -> None:
    """And it is the only one."""
    change, rule, path, value, why = FINDINGS[finding]
    answers = ready()
    change(answers)

    found = findings(answers)

    assert [problem.refusal for problem in found.problems] == [rule], found.problems
    (problem,) = found.problems
    assert written(problem.path, "") == path
    assert problem.given == value
    assert why in problem.why
    assert problem.fix
    assert problem.source.startswith("https://")
    assert found.unknown == []


def configured(**sections: Any) -> DatabaseConfig:
    """Return a small database with some sections."""
    network = {"vpc_id": VPC, "subnet_ids": SUBNETS, "allow_from": {"app": GROUP}}
    return parse({"project": "orion", "environment": "prod", "network": network, **sections})


def of_network(**network: Any) -> DatabaseConfig:
    """Return a small database with another network."""
    return configured(network=network)


GIVEN = {"subnet_group_name": "data", "security_group_ids": [GROUP]}
IN_CONFIGURATION: dict[str, tuple[DatabaseConfig, Change, str, str, object]] = {
    "a subnet group that is not there": (
        of_network(**GIVEN),
        lambda _: None,
        "network-missing",
        "network.subnet_group_name",
        "data",
    ),
    "a subnet group with a subnet that is full": (
        of_network(**GIVEN),
        lambda answers: (
            put(
                "describe_db_subnet_groups",
                DBSubnetGroups=[
                    {"DBSubnetGroupName": "data", "VpcId": VPC, "Subnets": [{"SubnetIdentifier": SUBNETS[0]}]}
                ],
            )(answers),
            subnets(AvailableIpAddressCount=2)(answers),
        ),
        "subnets-full",
        "network.subnet_ids",
        SUBNETS[0],
    ),
    "a security group of another VPC": (
        of_network(subnet_ids=SUBNETS, security_group_ids=[GROUP]),
        put("describe_security_groups", SecurityGroups=[{"GroupId": GROUP, "VpcId": "vpc-1"}]),
        "network-in-two-vpcs",
        "network.security_group_ids",
        GROUP,
    ),
    "a prefix list that is not there": (
        of_network(vpc_id=VPC, subnet_ids=SUBNETS, allow_from={"office": "pl-0a1b2c3d4e5f60711"}),
        put("describe_managed_prefix_lists", PrefixLists=[]),
        "network-missing",
        "network.allow_from.office",
        "pl-0a1b2c3d4e5f60711",
    ),
    "a subnet without IPv6": (
        of_network(vpc_id=VPC, subnet_ids=SUBNETS, allow_from={"app": GROUP}, dual_stack=True),
        put(
            "describe_subnets",
            Subnets=[subnet(HERE, "a")]
            + [{**subnet(HERE, zone), "Ipv6CidrBlockAssociationSet": [{"AssociationId": "x"}]} for zone in "bc"],
        ),
        "subnets-ipv4-only",
        "network.subnet_ids",
        SUBNETS[0],
    ),
    "a zone without a subnet": (
        configured(instances={"writer": {"availability_zone": "us-east-1d"}, "reader": {}}),
        put(
            "describe_orderable_db_instance_options",
            OrderableDBInstanceOptions=[
                {**option(HERE, "db.r7g.large"), "AvailabilityZones": [{"Name": "us-east-1d"}]}
            ],
        ),
        "subnets-without-zone",
        "instances.writer.availability_zone",
        "us-east-1d",
    ),
    "a class that a zone does not have": (
        configured(instances={"one": {"availability_zone": "us-east-1c", "instance_class": "db.r8g.large"}}),
        put(
            "describe_orderable_db_instance_options",
            OrderableDBInstanceOptions=[
                {**option(HERE, "db.r8g.large"), "AvailabilityZones": [{"Name": "us-east-1a"}]}
            ],
        ),
        "class-not-offered",
        "instances.one.instance_class",
        "db.r8g.large",
    ),
    "an exact version that is not offered": (
        configured(engine={"version": "17.9"}),
        put("describe_orderable_db_instance_options", OrderableDBInstanceOptions=[option(HERE, "db.r7g.large")]),
        "version-not-offered",
        "engine.version",
        "17.9",
    ),
    "a subnet group of Redis that is not there": (
        configured(redis={"network": {"subnet_group_name": "cache"}}),
        lambda _: None,
        "network-missing",
        "redis.network.subnet_group_name",
        "cache",
    ),
}


@pytest.mark.parametrize("finding", IN_CONFIGURATION)
def test_a_finding_of_another_configuration(finding: str) -> None:
    """Settings that production has not."""
    config, change, rule, path, value = IN_CONFIGURATION[finding]
    answers = ready()
    put("describe_orderable_db_instance_options", OrderableDBInstanceOptions=[option(HERE, "db.r7g.large")])(answers)
    change(answers)

    found = findings(answers, config)

    assert [(each.refusal, written(each.path, ""), each.given) for each in found.problems] == [(rule, path, value)]
    assert found.unknown == []


def test_the_account_that_the_provider_allows_is_compared() -> None:
    """Before anything is created in another one."""
    (problem,) = findings(ready(), allowed_account="999999999999").problems

    assert problem.refusal == "account"
    assert problem.path == ("aws:allowedAccountIds",)
    assert problem.why == "The credentials belong to the account 123456789012."
    assert findings(ready(), allowed_account="123456789012").problems == []


def test_every_rule_of_the_page_is_provoked_and_no_other() -> None:
    """`docs/preflight.md` lists them."""
    page = (REPOSITORY / "docs" / "preflight.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1] for line in page.splitlines() if re.match(r"\| `[a-z]+(-[a-z0-9]+)*`", line)]
    listed = {rule for row in rows for rule in re.findall(r"`([a-z0-9-]+)`", row)} - {"orion-rds"}
    provoked = {rule for _, rule, *_ in FINDINGS.values()} | {rule for _, _, rule, *_ in IN_CONFIGURATION.values()}

    assert listed == provoked | {"account", "database-exists"}


def test_a_whole_database_of_the_name_is_not_to_be_deleted() -> None:
    """It may be the one that a former deployment made."""
    answers = ready()
    put("describe_db_clusters", DBClusters=[{"DBClusterIdentifier": "orion-prod-aurora"}])(answers)
    put("describe_parameters", Parameters=[{"Name": "/orion-prod/aurora/connection"}])(answers)
    (problem,) = findings(answers).problems

    assert problem.refusal == "database-exists"
    assert "aws rds delete" not in problem.fix


def test_each_name_that_is_taken_has_its_command() -> None:
    """All at once, in both regions, topics too."""
    answers = ready()
    config = parse({**CONFIG.model_dump(mode="python", exclude_unset=True), "alarms": {}})
    for look_up in LOOK_UPS.values():
        names = [f"orion-prod{end}" for end in NAMES[look_up.member]]
        member = look_up.member
        for region in (HERE, THERE):
            answers[region, look_up.operation] = {look_up.items: [{member: name} for name in names]}
    answers[HERE, "describe_parameters"] = answers[THERE, "describe_parameters"] = {"Parameters": []}
    answers[HERE, "get_topic_attributes"] = {"Attributes": {"TopicArn": "x"}}
    found = findings(answers, config)

    (problem,) = (each for each in found.problems if each.refusal == "name-taken")
    assert [line for line in problem.fix.splitlines() if "sns delete-topic" in line]
    assert "aws rds delete-db-cluster --db-cluster-identifier orion-prod-aurora" in problem.fix
    assert "delete-backup-vault --backup-vault-name orion-prod-aurora-copies --region us-west-2" in problem.fix
    assert "elasticache delete-user --user-id orion-prod-app --region us-east-1" in problem.fix


NAMES: Mapping[str, tuple[str, ...]] = {
    "DBClusterIdentifier": ("-aurora",),
    "GlobalClusterIdentifier": ("-aurora-global",),
    "DBSubnetGroupName": ("-aurora",),
    "logGroupName": ("",),
    "Name": (),
    "BackupVaultName": ("-aurora", "-aurora-copies"),
    "ReplicationGroupId": ("-redis",),
    "CacheSubnetGroupName": ("-redis",),
    "UserId": ("-app", "-anon"),
}


def test_a_log_group_whose_name_is_longer_is_another_one() -> None:
    """AWS finds log groups by a prefix."""
    answers = ready()
    longer = "/aws/rds/cluster/orion-prod-aurora/postgresql-old"
    put("describe_log_groups", logGroups=[{"logGroupName": longer}])(answers)

    assert findings(answers).problems == []


def test_before_the_first_vault_nobody_has_chosen() -> None:
    """AWS Backup opts in to every service then."""
    answers = ready()
    for region in (HERE, THERE):
        put("describe_region_settings", region, ResourceTypeOptInPreference={"Aurora": False, "EBS": False})(answers)
        put("list_backup_vaults", region, BackupVaultList=[])(answers)

    assert findings(answers).problems == []


def test_a_database_without_redis_and_copies_needs_less() -> None:
    """No permission and no quota of what it does not have."""
    answers = ready()
    asked = list[str]()

    def simulate(given: Any) -> dict[str, Any]:
        asked.extend(given["ActionNames"])
        return allowed(given)

    answers[HERE, "simulate_principal_policy"] = simulate
    put("describe_orderable_db_instance_options", OrderableDBInstanceOptions=[option(HERE, "db.r7g.large")])(answers)
    del answers[HERE, "get_service_quota"]
    found = findings(answers, configured(alarms={"profile": "off"}))

    assert found.problems == []
    assert found.unknown == []
    services = {action.partition(":")[0] for action in asked}
    assert services.isdisjoint({"backup", "backup-storage", "cloudwatch", "elasticache", "events"})
    assert {"ec2", "iam", "kms", "logs", "rds", "secretsmanager", "sns", "ssm"} == services


@pytest.mark.parametrize(
    ("caller", "principal"),
    [
        ("arn:aws:sts::123456789012:assumed-role/deploy/me", "arn:aws:iam::123456789012:role/teams/deploy"),
        ("arn:aws-cn:iam::123456789012:user/a/b", "arn:aws-cn:iam::123456789012:user/a/b"),
    ],
)
def test_the_policies_of_the_caller_are_simulated(caller: str, principal: str) -> None:
    """Of a session those of its role, whose path the session does not have; on roles of this database."""
    answers = ready()
    given = list[Any]()

    def simulate(parameters: Any) -> dict[str, Any]:
        given.append(dict(parameters))
        return allowed(parameters)

    role = {"Path": "/teams/", "RoleName": "deploy", "RoleId": "AROA" * 5, "Arn": principal, "CreateDate": 0}
    put("get_role", Role={**role, "CreateDate": "2026-11-29T00:00:00Z"})(answers)
    answers[HERE, "simulate_principal_policy"] = simulate
    assert findings(answers, caller=caller).unknown == []

    assert {each["PolicySourceArn"] for each in given} == {principal}
    partition = caller.split(":")[1]
    passing = [each for each in given if each["ActionNames"] == ["iam:PassRole"]]
    assert [each["ResourceArns"] for each in passing] == [
        [f"arn:{partition}:iam::123456789012:role/orion-prod-preflight"]
    ] * 2
    assert [each["ContextEntries"][0]["ContextKeyValues"] for each in passing] == [
        ["monitoring.rds.amazonaws.com"],
        ["backup.amazonaws.com"],
    ]


def test_the_root_of_an_account_is_allowed_everything() -> None:
    """IAM simulates users and roles."""
    answers = ready()
    del answers[HERE, "simulate_principal_policy"]

    assert findings(answers, caller="arn:aws:iam::123456789012:root").unknown == []


def test_a_caller_that_iam_does_not_simulate_is_said_to_be_unknown() -> None:
    """Such as a federated user."""
    found = findings(ready(), caller="arn:aws:sts::123456789012:federated-user/me")

    assert found.problems == []
    assert found.unknown == [
        "The permissions of arn:aws:sts::123456789012:federated-user/me cannot be simulated: IAM simulates only "
        "users and roles."
    ]


@pytest.mark.parametrize("operation", sorted({operation for _, operation in ready()}))
def test_a_part_that_may_not_be_read_is_unknown_and_the_rest_is_checked(operation: str) -> None:
    """A finding of another part is still there."""
    answers = ready()
    quota("DBClusters", 40)(answers)
    for region in (HERE, THERE):
        if (region, operation) in answers:
            answers[region, operation] = Refused("AccessDenied")
    found = findings(answers)

    assert found.unknown
    assert all(" is not allowed (AccessDenied" in text for text in found.unknown)
    assert [each.refusal for each in found.problems] == (
        [] if operation == "describe_account_attributes" else ["quota"]
    )


def rules(problems: list[Problem]) -> list[str]:
    """Return the rules of findings."""
    return [problem.refusal for problem in problems]


def test_all_is_found_at_once() -> None:
    """One deployment after the other would find one of these each."""
    answers = ready()
    for name in ("a subnet that is almost full", "a key that is disabled", "no opt-in", "a permission that is missing"):
        FINDINGS[name][0](answers)

    assert rules(findings(answers).problems) == ["subnets-full", "key-disabled", "backup-opt-in", "permission"]
