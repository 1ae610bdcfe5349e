"""Refusals of what ElastiCache does not take."""

from orion_rds.config.refusals.refusal import Refusal
from orion_rds.facts import references

ROWS = (
    Refusal(
        "redis-version",
        "ElastiCache has no such version of {engine}.",
        "Write one of {versions}.",
        references.ELASTICACHE_VERSIONS,
    ),
    Refusal(
        "redis-node-type",
        "It is not a type of node of ElastiCache.",
        "Write a type such as `cache.r7g.large`, or leave it out.",
        references.ELASTICACHE_NODE_TYPES,
    ),
    Refusal(
        "redis-node-type-previous",
        "AWS makes no new nodes of this generation.",
        "Write a current type, such as `cache.r7g.large`; AWS takes a group that runs to another type in place.",
        references.ELASTICACHE_REPLICATION_GROUP,
    ),
    Refusal(
        "redis-nodes",
        "A group without shards has one node that writes and up to 5 replicas.",
        "Write a number from 1 to 6, or write `shards` to spread the data.",
        references.ELASTICACHE_REPLICATION_GROUP,
    ),
    Refusal(
        "redis-shards",
        "A group in cluster mode has 1 to 500 shards.",
        "Write a number in that range.",
        references.ELASTICACHE_REPLICATION_GROUP,
    ),
    Refusal(
        "redis-mode",
        "The group runs with cluster mode {before}. AWS switches it only through the mode `compatible`, which this "
        "component does not take.",
        "Write `nodes`, `shards` and `replicas_per_shard` as they were. A group in the other mode is made beside this "
        "one, by another stack.",
        references.ELASTICACHE_CLUSTER_MODE,
    ),
    Refusal(
        "redis-snapshots-later",
        "The group runs in cluster mode without daily snapshots. The provider would name a node to make them of, which "
        "AWS refuses in cluster mode.",
        "Run `aws elasticache modify-replication-group --replication-group-id {group} --snapshot-retention-limit "
        "{given} --apply-immediately`, then `pulumi refresh`, and deploy.",
        references.ELASTICACHE_REPLICATION_GROUP_CHANGES,
    ),
    Refusal(
        "redis-another",
        "The group `{group}` runs, and what changed takes another one in its place, without what it holds: an older "
        "version, Redis OSS in place of Valkey, another port, subnet group or key.",
        "Write these as they were; `pulumi preview --diff` shows which one changed. Or take `redis` out, deploy, and "
        "write it again.",
        references.PULUMI_AWS_REPLICATION_GROUP,
    ),
    Refusal(
        "redis-replicas",
        "A shard has up to 5 replicas.",
        "Write a number from 0 to 5.",
        references.ELASTICACHE_REPLICATION_GROUP,
    ),
    Refusal(
        "redis-nodes-and-shards",
        "With `shards` the nodes are counted by shard: one that writes, and its replicas.",
        "Leave out `nodes`, and write `replicas_per_shard`; or leave out `shards`.",
        references.ELASTICACHE_REPLICATION_GROUP,
    ),
    Refusal(
        "redis-replicas-alone",
        "There are no shards.",
        "Write `nodes`, which counts the replicas and the node that writes; or write `shards` as well.",
        references.ELASTICACHE_REPLICATION_GROUP,
    ),
    Refusal(
        "redis-nodes-many",
        "All shards together have {total} nodes, and ElastiCache takes {maximum}.",
        "Write fewer shards or replicas.",
        references.ELASTICACHE_REPLICATION_GROUP,
    ),
    Refusal(
        "redis-port",
        "ElastiCache listens on a port from 1150 to 65535, but not on 8005.",
        "Write a port in that range; Redis's own is 6379.",
        references.ELASTICACHE_REPLICATION_GROUP,
    ),
    Refusal(
        "redis-subnet-group-name",
        "It is not the name of an ElastiCache subnet group: AWS stores those in lower case, so another spelling would "
        "show as a change that replaces Redis.",
        "Write the name as AWS shows it, such as `data`.",
        references.ELASTICACHE_SUBNET_GROUPS,
    ),
    Refusal(
        "redis-subnets-missing",
        "Nothing says in which subnets Redis lies: the database's `network` names a subnet group of RDS, which "
        "ElastiCache cannot use.",
        "List two or more subnets, or write the name of an ElastiCache subnet group as `subnet_group_name`.",
        references.ELASTICACHE_SUBNET_GROUPS,
        reads=("network.subnet_ids",),
    ),
    Refusal(
        "redis-subnets-both",
        "Redis lies in one subnet group, and `subnet_ids` asks for another one to be made.",
        "Leave out `subnet_group_name` to have the group made, or `subnet_ids` to use the one that exists.",
        references.ELASTICACHE_SUBNET_GROUPS,
    ),
    Refusal(
        "redis-access-missing",
        "Nobody could connect: nothing says who may. The security groups of the database's `network` are for the "
        "database's port.",
        "Name at least one source, such as `app: sg-0a1b2c3d4e5f60718`, or list security groups that exist as "
        "`security_group_ids`.",
        references.ELASTICACHE_VPC,
        reads=("network.allow_from",),
    ),
    Refusal(
        "redis-access-both",
        "Either security groups that exist say who may connect, or one that is made for `allow_from`.",
        "Leave out `security_group_ids`, or leave out `allow_from` and `vpc_id`.",
        references.ELASTICACHE_VPC,
    ),
    Refusal(
        "redis-vpc-missing",
        "The security group for `allow_from` is made in this VPC; without it AWS would take the default VPC.",
        "Write the id of the VPC that the subnets are in.",
        references.EC2_SECURITY_GROUP,
        reads=("network.vpc_id",),
    ),
    Refusal(
        "redis-former-clients",
        "Without authentication every client is accepted.",
        "Leave it out, or write `authentication: users`.",
        references.ELASTICACHE_ACCESS,
    ),
    Refusal(
        "redis-snapshot-retention",
        "ElastiCache keeps daily snapshots for 0 (none) to 35 days.",
        "Write a number of days in that range.",
        references.ELASTICACHE_REPLICATION_GROUP,
    ),
    Refusal(
        "redis-window-short",
        "It lasts {minutes} minutes, and ElastiCache takes windows of at least 60.",
        "Let it end 60 minutes after its start or later.",
        references.ELASTICACHE_REPLICATION_GROUP,
    ),
    Refusal(
        "redis-windows-overlap",
        "It overlaps or touches the snapshot window {backup}, which comes every day. AWS refuses windows that "
        "conflict.",
        "Leave some minutes between the two.",
        references.ELASTICACHE_REPLICATION_GROUP,
    ),
    Refusal(
        "redis-parameter-name",
        "It does not have the form of a parameter's name.",
        "Write lower-case letters, digits and hyphens, such as `{example}`.",
        references.ELASTICACHE_PARAMETERS,
    ),
    Refusal(
        "redis-parameter-ours",
        "Cluster mode is turned on by `shards`, and the parameter follows.",
        "Leave it out; write `shards` for cluster mode.",
        references.ELASTICACHE_CLUSTER_MODE,
    ),
)
