"""The body of `POST /_sandbox/seed`, read and checked as a whole.

```json
{"vpcs": [{"id": "vpc-…", "region": "us-east-1", "subnets": ["subnet-…"], "security_groups": ["sg-…"],
           "named": true}],
 "prefix_lists": [{"id": "pl-…", "region": "us-east-1"}],
 "kms_keys": ["arn:aws:kms:…:key/…"], "topics": ["arn:aws:sns:…"],
 "subnet_groups": [{"name": "data", "region": "us-east-1", "subnets": ["subnet-…"], "service": "rds"}]}
```
"""

from collections.abc import Callable
from typing import Annotated

from moto.ec2.models.availability_zones_and_regions import RegionsAndZonesBackend
from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, ValidationError

from orion_sandbox.arns import Arn
from orion_sandbox.references import ID_FORMS, SubnetGroupService

KNOWN_REGIONS = frozenset(region.name for region in RegionsAndZonesBackend.regions)


class SeedError(Exception):
    """A request that is refused; the message is one line."""


def _known_region(region: str) -> str:
    if region not in KNOWN_REGIONS:
        raise ValueError(f"{region!r} is not a region that the sandbox knows")
    return region


def _arn_of(what: str, is_one: Callable[[Arn], bool]) -> Callable[[str], str]:
    def check(text: str) -> str:
        arn = Arn.read(text)
        if arn is None or not is_one(arn):
            raise ValueError(f"{text!r} is not the ARN of {what}")
        _known_region(arn.region)
        return text

    return check


Region = Annotated[str, AfterValidator(_known_region)]
VpcId = Annotated[str, StringConstraints(pattern=f"^{ID_FORMS['vpc'].pattern}$")]
SubnetId = Annotated[str, StringConstraints(pattern=f"^{ID_FORMS['subnet'].pattern}$")]
SecurityGroupId = Annotated[str, StringConstraints(pattern=f"^{ID_FORMS['sg'].pattern}$")]
PrefixListId = Annotated[str, StringConstraints(pattern=f"^{ID_FORMS['pl'].pattern}$")]
KeyArn = Annotated[str, AfterValidator(_arn_of("a KMS key", lambda arn: arn.is_kms_key))]
TopicArn = Annotated[str, AfterValidator(_arn_of("an SNS topic", lambda arn: arn.is_topic))]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=False)


class VpcSeed(_Part):
    """A VPC with its subnets and security groups."""

    id: VpcId
    region: Region
    subnets: tuple[SubnetId, ...] = ()
    security_groups: tuple[SecurityGroupId, ...] = ()
    named: bool = True
    """False if the id is a placeholder: for the VPC of an existing member, or for a new one."""


class PrefixListSeed(_Part):
    """An empty managed prefix list."""

    id: PrefixListId
    region: Region


class SubnetGroupSeed(_Part):
    """A subnet group; the request also names its subnets."""

    name: str
    region: Region
    subnets: tuple[SubnetId, ...]
    service: SubnetGroupService = "rds"


class SeedRequest(_Part):
    """The resources that must exist."""

    vpcs: tuple[VpcSeed, ...] = ()
    prefix_lists: tuple[PrefixListSeed, ...] = ()
    kms_keys: tuple[KeyArn, ...] = ()
    topics: tuple[TopicArn, ...] = ()
    subnet_groups: tuple[SubnetGroupSeed, ...] = ()


def read(body: bytes) -> SeedRequest:
    """Read a request.

    Raises:
        SeedError: The request is malformed; the message names the first error.
    """
    try:
        return SeedRequest.model_validate_json(body)
    except ValidationError as error:
        first = error.errors()[0]
        if first["type"] == "value_error":  # from a check above, whose message names the value
            raise SeedError(str(first.get("ctx", {})["error"])) from error
        place = ".".join(str(part) for part in first["loc"])
        raise SeedError(f"seed request{f', {place}' if place else ''}: {first['msg']}") from error
