"""The resources of a module that are imported."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from orion_rds.migration.state import Attributes, Resource, StateError

WRITTEN_WITH_THE_PASSWORD = frozenset({"aws_secretsmanager_secret_version", "random_password"})
"""Types that are not imported, so that Pulumi does not write password and secret again. They are removed from
Terraform's state, because a destroy there would delete the value of the secret."""


SHARED_ROLE = "rds-monitoring-role"
"""The role that AWS's console creates for all databases of an account. It is not imported.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_Monitoring.OS.Enabling.html
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The imported resources of a module, by their role in the component."""

    cluster: Resource
    instances: tuple[Resource, ...]
    """The writer first."""

    cluster_parameter_group: Resource | None
    instance_parameter_group: Resource | None
    secret: Resource | None
    """None if RDS manages the password, or if no secret holds it."""

    monitoring_role: Resource | None
    monitoring_policy: Resource | None
    redis: Resource | None
    redis_parameter_group: Resource | None

    alarm_topic_arns: tuple[str, ...]
    """Topics of the module's alarms. The alarms are not imported: new ones notify the same topics."""

    events_topic_arn: str | None
    """Topic of the module's event subscription."""

    @property
    def managed_secret(self) -> Attributes | None:
        """The secret of a password that RDS manages."""
        return _managed_secret(self.cluster)

    @property
    def tagged(self) -> bool:
        """Whether the cluster has the tags of project and environment."""
        tags: Attributes = self.cluster.attributes.get("tags") or {}
        return bool(tags.get("Project") and tags.get("Environment"))

    @property
    def project(self) -> str:
        """The project, from the tags of the cluster, or else the first word of its identifier."""
        return self._name("Project", 0)

    @property
    def environment(self) -> str:
        """The environment, likewise from the second word."""
        return self._name("Environment", 1)

    def _name(self, tag: str, word: int) -> str:
        tags: Attributes = self.cluster.attributes.get("tags") or {}
        words = [*self.cluster.attributes["cluster_identifier"].split("-"), "main"]
        return tags.get(tag) or words[word]

    def taken(self) -> tuple[Resource, ...]:
        """Return all imported resources."""
        parts = (
            self.cluster,
            *self.instances,
            self.cluster_parameter_group,
            self.instance_parameter_group,
            self.secret,
            self.monitoring_role,
            self.monitoring_policy,
            self.redis,
            self.redis_parameter_group,
        )
        return tuple(part for part in parts if part)


def find(resources: Sequence[Resource], identifier: str | None = None) -> Found:
    """Find the parts of the cluster's module. `identifier` selects the cluster, where there are several.

    Raises:
        StateError: when it is not clear what belongs to the cluster, or when an import would replace it.
    """
    cluster = _cluster(resources, identifier)
    _refuse_replaced(cluster.attributes)
    beside = [resource for resource in resources if resource.module == cluster.module]
    own = cluster.attributes["cluster_identifier"]
    instances = [
        each for each in _typed(beside, "aws_rds_cluster_instance") if each.attributes["cluster_identifier"] == own
    ]
    first = _one(instances)
    role = _used(_without_shared_role(beside), "aws_iam_role", "arn", first, "monitoring_role_arn")
    groups = [each for each in _typed(beside, "aws_elasticache_replication_group") if _is_plain(each.attributes)]
    redis = _only(groups, "Redis")
    secrets = [] if _managed_secret(cluster) else _typed(beside, "aws_secretsmanager_secret")
    alarms = _typed(beside, "aws_cloudwatch_metric_alarm")
    events = _one(_typed(beside, "aws_db_event_subscription"))
    return Found(
        cluster=cluster,
        instances=tuple(sorted(instances, key=lambda instance: not instance.attributes.get("writer"))),
        cluster_parameter_group=_used(
            beside, "aws_rds_cluster_parameter_group", "name", cluster, "db_cluster_parameter_group_name"
        ),
        instance_parameter_group=_used(beside, "aws_db_parameter_group", "name", first, "db_parameter_group_name"),
        secret=_only(secrets, "secret"),
        monitoring_role=role,
        monitoring_policy=_used(beside, "aws_iam_role_policy_attachment", "role", role, "name"),
        redis=redis,
        alarm_topic_arns=tuple(alarms[0].attributes.get("alarm_actions") or ()) if alarms else (),
        events_topic_arn=events.attributes["sns_topic"] if events else None,
        redis_parameter_group=_used(beside, "aws_elasticache_parameter_group", "name", redis, "parameter_group_name"),
    )


def left(resources: Iterable[Resource], found: Found) -> tuple[Resource, ...]:
    """Return the other resources of the module, which stay with Terraform."""
    taken = found.taken()
    return tuple(
        resource
        for resource in resources
        if resource.module == found.cluster.module
        and resource not in taken
        and resource.type not in WRITTEN_WITH_THE_PASSWORD
    )


UNENCRYPTED = """\
the storage of {identifier} is not encrypted, and this component always encrypts it: an import would replace the \
cluster. Restore an encrypted copy first, and import that one: `aws rds create-db-cluster-snapshot`, then `aws rds \
restore-db-cluster-from-snapshot` with `--kms-key-id`."""
"""Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Overview.Encryption.html"""

NAMELESS = """\
{identifier} was created without a first database (`DatabaseName`), and this component always creates one: an import \
would replace the cluster. It cannot be taken over. Create a new one, and copy the data into it."""


def _refuse_replaced(cluster: Attributes) -> None:
    """Raise an error for a cluster with a property that the component does not support and that AWS cannot change."""
    encrypted = cluster.get("storage_encrypted")
    if encrypted is False or (encrypted is None and not cluster.get("kms_key_id")):
        raise StateError(UNENCRYPTED.format(identifier=cluster["cluster_identifier"]))
    if not cluster.get("database_name"):
        raise StateError(NAMELESS.format(identifier=cluster["cluster_identifier"]))


def _managed_secret(cluster: Resource) -> Attributes | None:
    return next(iter(cluster.attributes.get("master_user_secret") or ()), None)


def _without_shared_role(resources: Iterable[Resource]) -> list[Resource]:
    return [each for each in resources if each.type != "aws_iam_role" or each.attributes["name"] != SHARED_ROLE]


def _cluster(resources: Sequence[Resource], identifier: str | None) -> Resource:
    clusters = {each.attributes["cluster_identifier"]: each for each in _typed(resources, "aws_rds_cluster")}
    if identifier is None and len(clusters) == 1:
        return next(iter(clusters.values()))
    if identifier in clusters:
        return clusters[identifier]
    raise StateError(f"which cluster is meant is not clear. There are: {', '.join(clusters) or 'none'}.")


def _only(resources: Sequence[Resource], what: str) -> Resource | None:
    if len(resources) > 1:
        there = ", ".join(resource.address or resource.attributes["id"] for resource in resources)
        raise StateError(f"which {what} belongs to the cluster is not clear. There are: {there}.")
    return _one(resources)


def _is_plain(group: Attributes) -> bool:
    """Return whether Redis is in the form that the module creates. Groups with users, a token, cluster mode or without
    encryption are not imported.
    """
    encrypted = group.get("transit_encryption_enabled") and group.get("at_rest_encryption_enabled")
    apart = group.get("user_group_ids") or group.get("auth_token") or group.get("cluster_enabled")
    return bool(encrypted and not apart)


def _typed(resources: Iterable[Resource], type_: str) -> list[Resource]:
    return [resource for resource in resources if resource.type == type_]


def _used(
    resources: Iterable[Resource], type_: str, attribute: str, user: Resource | None, names_it_as: str
) -> Resource | None:
    """Return the resource of the module that another one refers to; None if the module does not have it."""
    named = user and user.attributes.get(names_it_as)
    return _one([each for each in _typed(resources, type_) if named and each.attributes[attribute] == named])


def _one(resources: Sequence[Resource]) -> Resource | None:
    return resources[0] if resources else None
