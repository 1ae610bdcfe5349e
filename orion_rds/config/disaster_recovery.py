"""The live standby in a second region."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from orion_rds.config.checks import Whole, Within
from orion_rds.config.encryption import RegionalEncryptionConfig
from orion_rds.config.errors import Hidden
from orion_rds.config.events import TopicArns, check_topics
from orion_rds.config.instances import InstanceClass
from orion_rds.config.network import SMALLEST_SECOND_NETWORK, NetworkConfig
from orion_rds.config.refusal import Refusal, below
from orion_rds.config.regions import OtherRegion, found_in
from orion_rds.config.section import Section
from orion_rds.config.str_input import StrInput
from orion_rds.facts import limits, references
from orion_rds.facts.arns import region_of

STANDBY_KEY_MISSING = Refusal(
    "standby-key-missing",
    why="The storage is encrypted, and a key of the first region cannot be used in the second: without a key there "
    "AWS refuses the cluster.",
    fix="Write the ARN of a key of the second region.",
    source=references.CREATE_DB_CLUSTER,
)
STANDBY_KEY_REGION = Refusal(
    "standby-key-region",
    why="The key is in {found}, and the standby is in {region}.",
    fix="Write a key of {region}; of a multi-region key, the ARN of its replica there.",
    source=references.CREATE_DB_CLUSTER,
    fields=found_in,
)
STANDBY_INSTANCES_COUNT = Refusal(
    "standby-instances-count",
    why="A secondary cluster has 0 to 15 instances here: after a switch of regions one of them is the writer.",
    fix="Write a number from 0 to 15.",
    source=references.AURORA_GLOBAL,
)


def _with_a_key(encryption: RegionalEncryptionConfig) -> RegionalEncryptionConfig:
    if encryption.key_for("storage") is None:
        raise below("kms_key_arn", STANDBY_KEY_MISSING(Hidden.MISSING))
    return encryption


Encryption = Annotated[RegionalEncryptionConfig, AfterValidator(_with_a_key)]


class StandbyInstancesConfig(Section):
    """Number and class of the instances in the second region."""

    count: Annotated[Whole, Within(limits.STANDBY_INSTANCES, STANDBY_INSTANCES_COUNT)] = 1
    """Instances of the standby, 0 to 15. With 0 only the storage is replicated, which costs least, and a switch of
    regions waits until an instance is created."""

    instance_class: InstanceClass | None = None
    """Class of every instance. Default: that of the first writer of the primary cluster, so that the standby can
    carry its load."""


class DisasterRecoveryConfig(Section):
    """A global database: a live secondary cluster in a second region, which can take over from the first.

    The applications' host is then that of the global database, which follows the writer to the other region.
    """

    region: OtherRegion = Field(examples=["us-west-2"])
    """The second region."""

    network: NetworkConfig = Field(examples=[SMALLEST_SECOND_NETWORK])
    """The subnets of the standby, and the sources that may connect."""

    encryption: Encryption = Field(default_factory=RegionalEncryptionConfig)
    """Keys of the second region; keys of the first cannot be used there. A key for the storage is required."""

    instances: StandbyInstancesConfig = Field(default_factory=StandbyInstancesConfig)
    """Number and class of the instances in the second region."""

    topic_arns: TopicArns = Field(default=())
    """SNS topics of the second region for its alarms and events; topics of the first cannot be used there. Default: a
    topic is created there too."""

    deletion_protection: bool = True
    """AWS deletion protection and Pulumi's `protect` of the standby and the global database. To remove the standby,
    turn it off and deploy; then remove the section and deploy again."""

    @field_validator("encryption")
    @classmethod
    def _keys_are_in_the_second_region(
        cls, encryption: RegionalEncryptionConfig, info: ValidationInfo
    ) -> RegionalEncryptionConfig:
        region: str | None = info.data.get("region")
        for name, key in encryption:
            found = region_of(key)
            if region and found and found != region:
                raise below(name, STANDBY_KEY_REGION(key, region=region, found=found))
        return encryption

    @field_validator("topic_arns")
    @classmethod
    def _topics_are_in_the_second_region(cls, topics: Sequence[StrInput], info: ValidationInfo) -> Sequence[StrInput]:
        check_topics(topics, info.data.get("region"))
        return topics
