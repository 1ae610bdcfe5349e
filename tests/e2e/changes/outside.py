"""Changes on AWS outside Pulumi, followed by an unrelated change of the configuration, which must not undo them."""

from collections.abc import Mapping

from orion_sandbox.stack import SandboxStack
from tests.e2e.changes.change import CLUSTER, Change
from tests.e2e.changes.looks import of_cluster, roles
from tests.e2e.passwords import rotate, told

IDENTIFIER, READER = "orion-test-aurora", "application-autoscaling-1"


def patch(stack: SandboxStack) -> None:
    """Install a minor version, as AWS does in the maintenance window."""
    stack.client("rds").modify_db_cluster(DBClusterIdentifier=IDENTIFIER, EngineVersion="17.9", ApplyImmediately=True)


def add_reader(stack: SandboxStack) -> None:
    """Add a reader, as Application Auto Scaling does under load."""
    stack.client("rds").create_db_instance(
        DBInstanceIdentifier=READER,
        DBClusterIdentifier=IDENTIFIER,
        DBInstanceClass="db.r7g.large",
        Engine="aurora-postgresql",
    )


UNRELATED = {"backup": {"retention_days": 3}}
UPDATED = {"update": {CLUSTER}}

CHANGES: Mapping[str, Change] = {
    "minor version installed by AWS": Change(
        outside=patch,
        sections=UNRELATED,
        there=UPDATED,
        look=of_cluster("EngineVersion"),
        before=["17.9"],
        after=["17.9"],
        stays=True,
    ),
    "password rotated": Change(
        outside=lambda stack: rotate(stack, "rotated-outside"),
        sections=UNRELATED,
        there=UPDATED,
        look=lambda stack: told(stack)["password"],
        before="rotated-outside",
        after="rotated-outside",
        stays=True,
    ),
    "failover": Change(
        begin={"instances": {"count": 2}},
        outside=lambda stack: stack.client("rds").failover_db_cluster(DBClusterIdentifier=IDENTIFIER),
        sections={"instances": {"count": 2}, **UNRELATED},
        there=UPDATED,
        look=roles,
        before=[False, True],
        after=[False, True],
        stays=True,
    ),
    "reader added by autoscaling": Change(
        outside=add_reader,
        sections=UNRELATED,
        there=UPDATED,
        look=roles,
        before=[True, False],
        after=[True, False],
    ),
}
