"""RDS: instances of clusters, and event subscriptions."""

from collections.abc import Callable, Mapping
from typing import Any

from orion_sandbox.api import limits, names, references
from orion_sandbox.api.gate.checks import outside, taken, unknown, when, without
from orion_sandbox.api.gate.policies import allows_service
from orion_sandbox.api.gate.rule import Request, Row, table
from orion_sandbox.api.gate.state import AWS_ALIAS, State
from orion_sandbox.api.gate.versions import ENGINE
from orion_sandbox.arns import Arn

CREATE, MODIFY = "CreateDBInstance", "ModifyDBInstance"
BOTH = (CREATE, MODIFY)
SUBSCRIBE, SUBSCRIPTIONS = "CreateEventSubscription", ("CreateEventSubscription", "ModifyEventSubscription")
COMBINATION, INVALID = "InvalidParameterCombination", "InvalidParameterValue"
INSTANCE, CLUSTER, TOPIC = "DBInstanceIdentifier", "DBClusterIdentifier", "SnsTopicArn"

PUBLISHER = "events.rds.amazonaws.com"
KEY_ACTIONS = ("kms:GenerateDataKey", "kms:Decrypt")
SOURCES: Mapping[str, Callable[[State, str], Any]] = {
    "db-cluster": State.cluster,
    "db-instance": State.instance,
    "db-parameter-group": State.group_family,
    "db-cluster-snapshot": lambda state, name: state.rds.cluster_snapshots.get(name),
}
"""The types of sources that the sandbox has."""

OTHER_SOURCES = ("db-security-group", "db-snapshot", "custom-engine-version", "db-proxy", "blue-green-deployment",
                 "db-shard-group", "zero-etl")  # fmt: skip
CATEGORIES = {"db-cluster": names.CLUSTER_EVENTS, "db-instance": names.INSTANCE_EVENTS}
"""Categories of other sources are not checked."""


def _engine(request: Request, state: State) -> str | None:
    cluster, engine = state.cluster(request.get(CLUSTER)), request["Engine"]
    if cluster is None or cluster.engine == engine:
        return None
    return (
        f"The engine name requested for your DB instance ({engine}) doesn't match the engine name of your DB cluster "
        f"({cluster.engine})."
    )


def _is_unknown_class(request: Request, state: State) -> bool:
    # The sandbox does not know the sizes that a region has.
    engine = request.get("Engine", getattr(state.instance(request[INSTANCE]), "engine", None))
    return engine == ENGINE and request.get("DBInstanceClass", "db.serverless") not in names.INSTANCE_CLASS


def _too_many_instances(request: Request, state: State) -> str | None:
    members = getattr(state.cluster(request.get(CLUSTER)), "members", ())
    if not members or len(members) + 1 in limits.CLUSTER_INSTANCES:
        return None
    return f"The cluster has {len(members)} DB instances already, of which 15 are replicas, the most there can be."


# Event subscriptions.


def _is_standard_topic(state: State, text: str) -> bool:
    arn = Arn.read(text) if text else None
    return arn is not None and arn.is_topic and arn.region == state.region and not arn.resource.endswith(".fifo")


def _may_publish(state: State, text: str) -> bool:
    # A topic's first policy lets RDS of the same account publish. The key that AWS manages for SNS allows nobody.
    topic = state.topic(text)
    return allows_service(topic.policy, PUBLISHER, "sns:Publish") and _may_encrypt(topic.kms_master_key_id, state)


def _may_encrypt(key_id: str, state: State) -> bool:
    if not key_id:
        return True
    key = None if AWS_ALIAS in key_id else state.key(key_id)
    return key is not None and all(allows_service(key.policy, PUBLISHER, action) for action in KEY_ACTIONS)


def _source_type(request: Request, _state: State) -> str | None:
    kind = request.get("SourceType") or "db-cluster"
    return None if kind in SOURCES or kind in OTHER_SOURCES else f"Invalid source type: {kind}"


def _category(request: Request, state: State) -> str | None:
    kind = request.get("SourceType") or _existing(request, state, "source_type")
    wanted = request.get("EventCategories") or _existing(request, state, "event_categories") or ()
    missing = [name for name in wanted if kind in CATEGORIES and name not in CATEGORIES[kind]]
    return f"Category : {missing[0]} not found for source type {kind}" if missing else None


def _unknown_source(request: Request, state: State) -> str | None:
    kind = request.get("SourceType") or _existing(request, state, "source_type")
    wanted = request.get("SourceIds") or [request.get("SourceIdentifier")]
    missing = [name for name in wanted if name and kind in SOURCES and SOURCES[kind](state, name) is None]
    return f"Could not find source :{missing[0]}" if missing else None


def _existing(request: Request, state: State, attribute: str) -> Any:
    return getattr(state.rds.event_subscriptions.get(request["SubscriptionName"]), attribute, None)


RULES = table(
    "rds",
    Row("instance-taken", CREATE, "DBInstanceAlreadyExists", "an instance identifier that is taken",
        taken(INSTANCE, State.instance, "DB instance already exists")),
    Row("new-instance-taken", MODIFY, "DBInstanceAlreadyExists", "renaming an instance to an identifier that is taken",
        taken("NewDBInstanceIdentifier", State.instance, "DB instance already exists")),
    Row("instance-cluster-unknown", CREATE, "DBClusterNotFoundFault", "an instance of a cluster that does not exist",
        unknown(CLUSTER, State.cluster, "The source cluster could not be found or cannot be accessed: {value}")),
    Row("instance-engine", CREATE, COMBINATION, "an instance of another engine than its cluster's", _engine),
    Row("instance-class", BOTH, COMBINATION,
        "a class that Aurora PostgreSQL does not have: other than memory optimised, burstable and `db.serverless`",
        when(_is_unknown_class, "RDS does not support creating a DB instance with the following combination: "
             f"DBInstanceClass={{DBInstanceClass}}, Engine={ENGINE}"), references.INSTANCE_CLASSES),
    Row("promotion-tier", BOTH, INVALID, "a promotion tier below 0 or above 15",
        outside("PromotionTier", limits.PROMOTION_TIER,
                "Invalid promotion tier: {value}. Must be between 0 and 15.")),
    Row("instance-count", CREATE, "InstanceQuotaExceeded",
        "more than 16 instances in a cluster: a writer and 15 replicas", _too_many_instances, references.REPLICATION),
    Row("subscription-name", SUBSCRIBE, INVALID, "a name that an event subscription cannot have",
        outside("SubscriptionName", names.EVENT_SUBSCRIPTION, "The parameter SubscriptionName is not a valid "
                "identifier. Identifiers must begin with a letter; must contain only ASCII letters, digits, and "
                "hyphens; and must not end with a hyphen or contain two consecutive hyphens.")),
    Row("subscription-quota", SUBSCRIBE, "EventSubscriptionQuotaExceeded",
        f"more than {limits.EVENT_SUBSCRIPTIONS.maximum} event subscriptions in a region",
        when(lambda _request, state: len(state.rds.event_subscriptions) + 1 not in limits.EVENT_SUBSCRIPTIONS,
             "You have reached the maximum number of event subscriptions."), references.RDS_QUOTAS),
    Row("subscription-topic", SUBSCRIPTIONS, "SNSInvalidTopic",
        "a subscription to a topic of another region, to a FIFO topic, or to something other than a topic",
        unknown(TOPIC, _is_standard_topic, "SNS topic is invalid: {value}"), references.EVENT_TOPICS),
    Row("subscription-topic-unknown", SUBSCRIPTIONS, "SNSTopicArnNotFound", "a topic that does not exist",
        unknown(TOPIC, State.topic, "The SNS topic ARN does not exist: {value}")),
    Row("subscription-authorization", SUBSCRIPTIONS, "SNSNoAuthorization",
        f"a topic whose policy, or whose key's policy, does not allow `{PUBLISHER}`",
        unknown(TOPIC, _may_publish, "RDS does not have permission to publish to the SNS topic {value}. Make sure that "
                "it has, and try again."), references.EVENT_PERMISSIONS),
    Row("subscription-source-type", SUBSCRIPTIONS, INVALID, "an unknown type of source", _source_type),
    Row("subscription-category", SUBSCRIPTIONS, "SubscriptionCategoryNotFound",
        "a category of events that the type of source does not have", _category, references.EVENT_CATEGORIES),
    Row("subscription-source-without-type", SUBSCRIBE, COMBINATION, "sources without their type",
        without("SourceIds", "SourceType", "SourceType must be specified when SourceIds are.")),
    Row("subscription-source-unknown", (SUBSCRIBE, "AddSourceIdentifierToSubscription"), "SourceNotFound",
        "a source that does not exist", _unknown_source),
)  # fmt: skip
