"""What the API holds, as digests by path, shows every change and nothing else."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from orion_sandbox import daemon
from orion_sandbox.api.content import SERVICES
from orion_sandbox.providers.lookups import LOOKUPS
from orion_sandbox.providers.resources import WRITTEN
from orion_sandbox.references import References
from tests.contract.aws_api.conftest import GROUPS, KEY, ClientOf, connect
from tests.warm import forked_apis

OTHER_REGION = "eu-west-1"
"""No other test here reads it."""


@pytest.fixture(scope="module")
def api(seeded: daemon.Api, tmp_path_factory: pytest.TempPathFactory) -> Iterator[daemon.Api]:
    """A copy of its own, which holds little, since each answer goes over everything."""
    folder = tmp_path_factory.mktemp("content")
    yield daemon.clone(seeded, folder)
    daemon.stop(folder)


@pytest.fixture(scope="module")
def client(api: daemon.Api) -> ClientOf:
    """Return the function that makes clients of this copy."""
    return partial(connect, api)


@pytest.fixture(scope="module")
def rds(client: ClientOf) -> Any:
    """Make a client of its RDS."""
    return client("rds")


@pytest.fixture
def differences(api: daemon.Api) -> Callable[[Callable[[], object]], set[str]]:
    """Return the function that does something and returns the paths that differ afterwards."""

    def of(act: Callable[[], object]) -> set[str]:
        before = daemon.content(api)
        act()
        after = daemon.content(api)
        return {path for path in before | after if before.get(path) != after.get(path)}

    return of


Differences = Callable[[Callable[[], object]], set[str]]


def test_a_secrets_value_shows_and_is_not_readable(
    api: daemon.Api, client: ClientOf, name: str, differences: Differences
) -> None:
    """Another password is another digest, below the secret; the password is not in the answer."""
    secrets = client("secretsmanager")
    secrets.create_secret(Name=name, SecretString="a-password-of-old")

    found = differences(lambda: secrets.put_secret_value(SecretId=name, SecretString="a-password-of-now"))

    assert found
    assert all(path.startswith("secretsmanager/us-east-1/secrets/") for path in found)
    assert "a-password-of" not in str(daemon.content(api))


def test_a_tag_shows(rds: Any, client: ClientOf, cluster: str, name: str, differences: Differences) -> None:
    """Of a service whose objects hold their tags, and of one with a store of tags beside them."""
    arn = rds.describe_db_clusters(DBClusterIdentifier=cluster)["DBClusters"][0]["DBClusterArn"]
    logs = client("logs")
    logs.create_log_group(logGroupName=name)

    assert differences(lambda: rds.add_tags_to_resource(ResourceName=arn, Tags=[{"Key": "Team", "Value": "a"}]))
    assert differences(lambda: rds.add_tags_to_resource(ResourceName=arn, Tags=[{"Key": "Team", "Value": "b"}]))
    assert differences(lambda: logs.tag_log_group(logGroupName=name, tags={"Team": "a"}))


def test_an_attribute_shows_by_its_name(rds: Any, cluster: str, differences: Differences) -> None:
    """So that a message says what differs."""

    def change() -> None:
        rds.modify_db_cluster(DBClusterIdentifier=cluster, BackupRetentionPeriod=9, ApplyImmediately=True)

    assert f"rds/us-east-1/clusters/{cluster}/backup_retention_period" in differences(change)


def test_what_comes_and_goes_shows(client: ClientOf, name: str, differences: Differences) -> None:
    """A rule of a security group, and a user of Redis, which the overlay keeps."""
    ec2, elasticache = client("ec2"), client("elasticache")
    rule = {"IpProtocol": "tcp", "FromPort": 7000, "ToPort": 7000, "IpRanges": [{"CidrIp": "10.9.0.0/16"}]}
    user = {"UserId": name, "UserName": name, "Engine": "valkey", "AccessString": "on ~* +@all"}

    assert differences(lambda: ec2.authorize_security_group_ingress(GroupId=GROUPS[0], IpPermissions=[rule]))
    assert differences(lambda: ec2.revoke_security_group_ingress(GroupId=GROUPS[0], IpPermissions=[rule]))
    assert differences(lambda: elasticache.create_user(**user, Passwords=["long-enough-password-1"]))
    assert differences(lambda: elasticache.delete_user(UserId=name))


def test_reading_changes_nothing(rds: Any, client: ClientOf, cluster: str, differences: Differences) -> None:
    """Not even where moto makes something up for an answer."""

    def read() -> None:
        rds.describe_db_clusters(DBClusterIdentifier=cluster)
        rds.describe_db_subnet_groups()
        for service, call in (
            ("ec2", "describe_security_groups"),
            ("kms", "list_keys"),
            ("secretsmanager", "list_secrets"),
            ("elasticache", "describe_replication_groups"),
            ("backup", "list_backup_vaults"),
            ("cloudwatch", "describe_alarms"),
        ):
            getattr(client(service), call)()

    read()
    assert differences(read) == set()


def test_every_service_of_the_providers_is_looked_into() -> None:
    """The first read of one would else be a change."""
    assert {entry.service for entry in (*WRITTEN.values(), *LOOKUPS.values())} <= set(SERVICES)


def test_a_service_that_is_read_for_the_first_time_is_no_change(tmp_path: Path) -> None:
    """An API of which one service alone was used."""
    with forked_apis():
        api = daemon.start(tmp_path / "new", "123456789012")
    try:
        daemon.seed(api, References(kms_keys=(KEY,)))
        before = daemon.content(api)
        for service, call in (("rds", "describe_db_clusters"), ("sns", "list_topics"), ("logs", "describe_log_groups")):
            getattr(connect(api, service), call)()

        assert daemon.content(api) == before
    finally:
        daemon.stop(tmp_path / "new")


def test_a_region_that_is_read_for_the_first_time_is_no_change(api: daemon.Api, client: ClientOf) -> None:
    """Where it was named before: moto creates an empty region when it is read."""
    before = daemon.content(api, OTHER_REGION)

    client("ec2", OTHER_REGION).describe_subnets()
    client("rds", OTHER_REGION).describe_db_clusters()

    assert any(path.startswith(f"ec2/{OTHER_REGION}/subnets/") for path in before)
    assert daemon.content(api) == before
