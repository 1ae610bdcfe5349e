"""What stands in examples/ runs."""

import subprocess
import sys
from pathlib import Path

from orion_sandbox.engine import Engine
from orion_sandbox.project import read_project
from tests.e2e.sandboxes import Sandbox
from tests.e2e.test_configurations import changes
from tests.e2e.test_database import outputs

LEFT = (
    ("ec2", "describe_addresses", "Addresses"),
    ("iam", "list_roles", "Roles"),
    ("rds", "describe_db_clusters", "DBClusters"),
    ("s3", "list_buckets", "Buckets"),
    ("secretsmanager", "list_secrets", "SecretList"),
)
"""What would hold something after the example has been destroyed."""


def test_the_automation_example_deploys_asks_and_destroys(repository: Path, engine: Engine) -> None:
    """Copied into a user's own script, it has to work as it stands."""
    answer = subprocess.run(
        [sys.executable, str(repository / "examples" / "automation.py")], capture_output=True, text=True, check=False
    )

    assert answer.returncode == 0, answer.stdout + answer.stderr
    lines = answer.stdout.splitlines()
    (up,) = (line for line in lines if line.startswith("up: "))
    (preview,) = (line for line in lines if line.startswith("preview: "))
    (destroy,) = (line for line in lines if line.startswith("destroy: "))
    assert up.startswith("up: {'create': ")
    assert preview == up.replace("up: {'create'", "preview: {'same'")
    assert destroy == up.replace("up: {'create'", "destroy: {'delete'")
    assert any(line.startswith("  cluster_endpoint = ") and ".rds.amazonaws.com" in line for line in lines)
    assert engine.pulumi.exists()


def test_a_database_with_its_own_network_is_deployed_and_destroyed(
    repository: Path, tmp_path: Path, engine: Engine
) -> None:
    """VPC, subnets, gateways, routes, groups, endpoints, bucket and role: nothing drifts, and nothing is left."""
    project = read_project(repository / "examples" / "own_network" / "Pulumi.yaml")
    with Sandbox(project, tmp_path, engine) as sandbox:
        stack = sandbox.stack("dev")
        stack.up()
        ec2, rds = stack.client("ec2"), stack.client("rds")

        assert changes(stack) == []
        (cluster,) = rds.describe_db_clusters()["DBClusters"]
        (group,) = rds.describe_db_subnet_groups()["DBSubnetGroups"]
        in_network = [{"Name": "vpc-id", "Values": [outputs(stack)["vpc_id"]]}]
        found = ec2.describe_subnets(Filters=in_network)["Subnets"]
        private = {each["SubnetId"] for each in found if not each["MapPublicIpOnLaunch"]}
        assert outputs(stack)["endpoint"] == cluster["Endpoint"]
        assert {each["SubnetIdentifier"] for each in group["Subnets"]} == private
        assert (len(found), len(private)) == (6, 3)

        stack.destroy()
        for service, operation, member in LEFT:
            assert getattr(stack.client(service), operation)()[member] == [], operation
        assert ec2.describe_vpcs(Filters=in_network)["Vpcs"] == []
