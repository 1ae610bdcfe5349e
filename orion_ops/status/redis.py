"""Redis: the nodes of the replication group."""

from orion_ops.aws import Record
from orion_ops.deployed import Deployed
from orion_ops.report import Section
from orion_rds.config.redis import RedisConfig
from orion_rds.plan.redis import expected_nodes

STEADY = frozenset({"available", "snapshotting"})


def redis(deployed: Deployed, section: Section) -> None:
    """Add the nodes, by shard."""
    if (config := deployed.config.redis) is None:
        return
    group_id = deployed.sites[0].redis_identifier
    with section.reading():
        if (group := deployed.replication_group()) is None:
            section.problems.append(f"The replication group {group_id} does not exist. Deploy the stack.")
            return
        described = {
            each["CacheClusterId"]: each
            for each in deployed.aws.pages("elasticache", "describe_cache_clusters", "CacheClusters")
            if each.get("ReplicationGroupId") == group_id
        }
        for shard in group.get("NodeGroups", ()):
            for member in shard.get("NodeGroupMembers", ()):
                section.rows.append(_row(shard, member, described.get(member["CacheClusterId"], {})))
        section.problems += _problems(group, group_id, config, section)


def _row(shard: Record, member: Record, node: Record) -> dict[str, str | None]:
    return {
        "node": member["CacheClusterId"],
        "shard": shard.get("NodeGroupId"),
        # Only without cluster mode: https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_NodeGroupMember.html
        "role": member.get("CurrentRole"),
        "zone": member.get("PreferredAvailabilityZone"),
        "type": node.get("CacheNodeType"),
        "version": node.get("EngineVersion"),
        "status": node.get("CacheClusterStatus"),
    }


def _problems(group: Record, group_id: str, config: RedisConfig, section: Section) -> list[str]:
    events = f"`aws elasticache describe-events --source-identifier {group_id} --duration 120` says why."
    problems = [
        f"The node {row['node']} is `{row['status']}`. {events}" for row in section.rows if row["status"] not in STEADY
    ]
    if (status := group["Status"]) not in STEADY:
        problems.append(f"The replication group {group_id} is `{status}`. {events}")
    expected = len(expected_nodes(group_id, config))
    if len(section.rows) < expected:
        problems.append(
            f"{group_id} has {len(section.rows)} of {expected} nodes. `pulumi up --refresh` creates the others."
        )
    if config.nodes_per_shard > 1 and group.get("AutomaticFailover") != "enabled":
        problems.append(
            f"Automatic failover of {group_id} is `{group.get('AutomaticFailover')}`: no replica takes over. "
            "`pulumi up --refresh` turns it on."
        )
    return problems
