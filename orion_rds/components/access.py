"""IAM policy documents for who uses the database. They are handed out, and attached by whoever has the role."""

import json
from collections.abc import Sequence

import pulumi

from orion_rds.components.cluster import Cluster
from orion_rds.plan import access_policies
from orion_rds.plan.access_policies import ClusterIdentity, ReadableSecret, in_region
from orion_rds.plan.site import Site


def connect_policy(clusters: Sequence[Cluster], user: str) -> pulumi.Output[str]:
    """Give the document that lets one user of the database connect to every cluster of it.

    Raises:
        ValueError: for what is no single user.
    """
    access_policies.check_pattern(user)
    identities = [
        pulumi.Output.all(cluster.arn, cluster.resource_id).apply(lambda known: ClusterIdentity(known[0], known[1]))
        for cluster in clusters
    ]
    return pulumi.Output.all(*identities).apply(lambda known: json.dumps(access_policies.connect_policy(known, user)))


def secret_read_policy(secret_arn: pulumi.Output[str], sites: Sequence[Site]) -> pulumi.Output[str]:
    """Give the document that lets a secret be read, and its replica at every further site."""
    secrets = [
        pulumi.Output.all(secret_arn, site.encryption.secret).apply(
            lambda known, region=site.region: ReadableSecret(
                in_region(known[0], region) if region else known[0], known[1]
            )
        )
        for site in sites
    ]
    return pulumi.Output.all(*secrets).apply(lambda known: json.dumps(access_policies.secret_read_policy(known)))
