"""A running AWS API, one for each test process, and clients of it."""

import json
import uuid
from collections.abc import Iterator
from functools import partial
from typing import Any, Protocol

import boto3
import pytest
from botocore.config import Config

from orion_sandbox import daemon
from orion_sandbox.references import PrefixList, References, Vpc
from tests.warm import forked_apis

VPC = "vpc-0a1b2c3d4e5f60718"
SUBNETS = ("subnet-0a1b2c3d4e5f60711", "subnet-0a1b2c3d4e5f60712", "subnet-0a1b2c3d4e5f60713")
GROUPS = ("sg-0a1b2c3d4e5f60711", "sg-0a1b2c3d4e5f60712")
PREFIX_LIST = "pl-0a1b2c3d4e5f60711"
KEY = "arn:aws:kms:us-east-1:123456789012:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"
OTHER_KEY = "arn:aws:kms:us-east-1:123456789012:key/1a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"
MONITORING_ROLE = "arn:aws:iam::123456789012:role/monitoring"
"""Has the permissions of Enhanced Monitoring."""

TOPIC = "arn:aws:sns:us-east-1:123456789012:database-alarms"


class ClientOf(Protocol):
    """`client("rds")`: a boto3 client."""

    def __call__(self, service: str, region: str = "us-east-1") -> Any:
        """Make a client of a service."""
        ...


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[daemon.Api]:
    """An API with the resources that a stack file would name. Nobody changes it."""
    folder = tmp_path_factory.mktemp("seeded")
    with forked_apis():
        api = daemon.start(folder, "123456789012")
    daemon.seed(
        api,
        References(
            vpcs=(Vpc(VPC, "us-east-1", SUBNETS, GROUPS),),
            prefix_lists=(PrefixList(PREFIX_LIST, "us-east-1"),),
            kms_keys=(KEY, OTHER_KEY),
            topics=(TOPIC,),
        ),
    )
    _make_monitoring_role(connect(api, "iam"))
    yield api
    daemon.stop(folder)


@pytest.fixture(scope="session")
def api(seeded: daemon.Api, tmp_path_factory: pytest.TempPathFactory) -> Iterator[daemon.Api]:
    """A copy of it for all tests of this process, which fills."""
    folder = tmp_path_factory.mktemp("aws_api")
    yield daemon.clone(seeded, folder)
    daemon.stop(folder)


def connect(api: daemon.Api, service: str, region: str = "us-east-1", **options: Any) -> Any:
    """Make a boto3 client of a service."""
    # A server error is a failure here, not something to try again.
    config = Config(**{"retries": {"total_max_attempts": 1}, **options})
    return boto3.client(
        service,  # pyright: ignore[reportArgumentType]
        region_name=region,
        endpoint_url=api.endpoint,
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=config,
    )


def _make_monitoring_role(iam: Any) -> None:
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "monitoring.rds.amazonaws.com"}}
    name = MONITORING_ROLE.rsplit("/", 1)[1]
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [trust]}))
    iam.attach_role_policy(
        RoleName=name, PolicyArn="arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
    )


@pytest.fixture(scope="session")
def client(api: daemon.Api) -> ClientOf:
    """Return the function that makes clients of the API."""
    return partial(connect, api)


@pytest.fixture(scope="session")
def rds(client: ClientOf) -> Any:
    """Make a client of RDS, the service of most tests."""
    return client("rds")


@pytest.fixture
def name() -> str:
    """Return a name that no other test uses: all share one API."""
    return f"t{uuid.uuid4().hex[:12]}"


@pytest.fixture
def subnet_group(rds: Any, name: str) -> str:
    """Make a DB subnet group over three zones."""
    rds.create_db_subnet_group(DBSubnetGroupName=name, DBSubnetGroupDescription="three zones", SubnetIds=list(SUBNETS))
    return name


@pytest.fixture
def cluster(rds: Any, name: str, subnet_group: str) -> str:
    """Make a minimal cluster; `test_clusters.py` makes others."""
    rds.create_db_cluster(
        DBClusterIdentifier=name,
        Engine="aurora-postgresql",
        EngineVersion="17.7",
        MasterUsername="orion_admin",
        MasterUserPassword="long-enough-1",
        DBSubnetGroupName=subnet_group,
        VpcSecurityGroupIds=[GROUPS[0]],
        StorageEncrypted=True,
        KmsKeyId=KEY,
    )
    return name
