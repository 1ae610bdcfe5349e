"""Changes and removals of single properties, for the real provider and the stand-in alike.

Each starts from a resource that a program of this repository or of its tests registers, and that has the property. What
is deployed before has another value, or the same; what is wanted afterwards has the program's value, or none. So
the provider validates only values that a program uses.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from orion_rds.testing import RecordedResource
from orion_sandbox.providers.aws_provider import Aws
from orion_sandbox.providers.resources import WRITTEN
from orion_sandbox.providers.values import DEFAULTS

REGION = "us-east-1"


FURTHER: Mapping[str, Mapping[str, Any]] = {
    "aws:backup/vaultLockConfiguration:VaultLockConfiguration": {"changeableForDays": 3},
    "aws:backup/selection:Selection": {"notResources": ["arn:aws:rds:*:*:cluster:*"]},
    "aws:cloudwatch/metricAlarm:MetricAlarm": {"actionsEnabled": False},
    "aws:cloudwatch/compositeAlarm:CompositeAlarm": {"actionsEnabled": False},
    "aws:ec2/securityGroup:SecurityGroup": {"revokeRulesOnDelete": True},
    "aws:elasticache/replicationGroup:ReplicationGroup": {"dataTieringEnabled": True},
    "aws:cloudwatch/eventRule:EventRule": {"forceDestroy": True, "namePrefix": "probe-"},
    "aws:iam/role:Role": {"forceDetachPolicies": True, "path": "/probe/"},
    "aws:iam/policy:Policy": {"namePrefix": "probe-", "path": "/probe/"},
    "aws:kms/key:Key": {
        "bypassPolicyLockoutSafetyCheck": True,
        "customerMasterKeySpec": "RSA_2048",
        "keyUsage": "ENCRYPT_DECRYPT",
        "multiRegion": True,
    },
    "aws:kms/alias:Alias": {"namePrefix": "alias/probe-"},
    "aws:cloudwatch/logGroup:LogGroup": {"namePrefix": "probe-", "skipDestroy": True},
    "aws:rds/cluster:Cluster": {
        "clusterIdentifierPrefix": "probe-",
        "replicationSourceIdentifier": "arn:aws:rds:us-east-1:123456789012:cluster:source",
    },
    "aws:rds/clusterInstance:ClusterInstance": {"forceDestroy": True},
    "aws:rds/globalCluster:GlobalCluster": {
        "databaseName": "probe",
        "engine": "aurora-postgresql",
        "engineVersion": "17.7",
        "storageEncrypted": True,
    },
    "aws:rds/subnetGroup:SubnetGroup": {"namePrefix": "probe-"},
    "aws:rds/eventSubscription:EventSubscription": {"enabled": False, "namePrefix": "probe-"},
    "aws:secretsmanager/secret:Secret": {"forceOverwriteReplicaSecret": True},
    "aws:secretsmanager/secretPolicy:SecretPolicy": {"blockPublicPolicy": True},
    "aws:sns/topic:Topic": {"namePrefix": "probe-"},
    "aws:sns/topicSubscription:TopicSubscription": {"confirmationTimeoutInMinutes": 5, "endpointAutoConfirms": True},
    "aws:ssm/parameter:Parameter": {"dataType": "text", "overwrite": True, "tier": "Advanced", "value": "probe"},
}
"""Values of properties that no program has, by type."""

OTHER_ENGINE = {"redis": "valkey", "valkey": "redis"}

CONFLICTING = {
    "clusterIdentifierPrefix": ("clusterIdentifier",),
    "databaseName": ("sourceDbClusterIdentifier",),
    "engine": ("sourceDbClusterIdentifier",),
    "engineVersion": ("sourceDbClusterIdentifier",),
    "namePrefix": ("name",),
    "storageEncrypted": ("sourceDbClusterIdentifier",),
    "value": ("insecureValue",),
}
"""Properties that the provider does not take beside these."""


@dataclass(frozen=True, slots=True)
class Base:
    """A resource from which changes start."""

    label: str
    token: str
    inputs: Mapping[str, Any]
    """With what the stand-in fills in."""

    named: frozenset[str]
    """The name, if it is generated."""

    covers: tuple[str, ...]
    """The properties that are changed in this one and in no earlier one."""

    @property
    def given(self) -> Mapping[str, Any]:
        """The inputs of the program, and the defaults."""
        return {name: value for name, value in self.inputs.items() if name not in self.named}


@dataclass(frozen=True, slots=True)
class Probe:
    """A change or a removal of one property."""

    base: Base
    name: str
    """The property."""
    kind: str
    """`changed` or `removed`."""

    @property
    def label(self) -> str:
        """The resource's name in Terraform."""
        return f"{self.base.label}_{self.name}_{self.kind}"

    @property
    def old(self) -> Mapping[str, Any]:
        """The inputs of what is deployed."""
        inputs = dict(self.base.inputs)
        return inputs if self.kind == "removed" else inputs | {self.name: another(inputs[self.name])}

    @property
    def new(self) -> Mapping[str, Any]:
        """The inputs of what is wanted."""
        given = dict(self.base.given)
        if self.kind == "removed":
            del given[self.name]
        return given


def bases(resources: Sequence[RecordedResource]) -> Iterator[Base]:
    """Yield as many resources as it takes to have each property of each row once."""
    provider, covered = stand_in(), set[tuple[str, str]]()
    for number, (resource, inputs) in enumerate(_with_further(resources)):
        new = [name for name in inputs if (resource.type, name) not in covered and name != "region"]
        if not new:
            continue
        covered |= {(resource.type, name) for name in new}
        checked = provider.check(resource.type, resource.name, {}, inputs, b"probe")
        if checked.failures:
            raise AssertionError(f"{resource.name}: {checked.failures}")
        automatic = WRITTEN[resource.type].auto_name
        named = frozenset({automatic.name} & {*checked.inputs[DEFAULTS]} if automatic else ())
        whole = {name: value for name, value in checked.inputs.items() if name != DEFAULTS}
        yield Base(f"r{number}", resource.type, whole, named, tuple(new))


def _with_further(resources: Sequence[RecordedResource]) -> Iterator[tuple[RecordedResource, Mapping[str, Any]]]:
    """Yield resources with their inputs, then one for each property that none of them has."""
    first: dict[str, RecordedResource] = {}
    for resource in resources:
        if resource.type in WRITTEN:
            first.setdefault(resource.type, resource)
            yield resource, resource.inputs
    for token, values in FURTHER.items():
        for name, value in values.items():
            left_out = CONFLICTING.get(name, ())
            kept = {each: old for each, old in first[token].inputs.items() if each not in left_out}
            yield first[token], {**kept, name: value}


def probes(found: Iterable[Base]) -> Iterator[Probe]:
    """Yield a change and a removal of each property."""
    for base in found:
        names = {prop.name for prop in WRITTEN[base.token].properties}
        for name in base.covers:
            if name in names:
                yield Probe(base, name, "changed")
                yield Probe(base, name, "removed")


def stand_in() -> Aws:
    """Return the stand-in, configured."""
    provider = Aws()
    provider.configure({"region": REGION})
    return provider


def stand_in_action(provider: Aws, probe: Probe) -> str:
    """Return what the stand-in does: update, replace, refused or none."""
    checked = provider.check(probe.base.token, "probe", probe.old, probe.new, b"probe")
    state = {**probe.old, "tagsAll": probe.old.get("tags") or {}}
    if checked.failures:
        return "refused"
    changes = provider.diff(probe.base.token, probe.old, state, checked.inputs).changes
    if any(kind.endswith("_REPLACE") for kind in changes.values()):
        return "replace"
    return "update" if changes else "none"


def another(value: Any) -> Any:
    """Return a value of the same form that is not the same."""
    match value:
        case bool():
            return not value
        case int() | float():
            return value + 1
        case list():
            return [another(value[0]), *value[1:]] if value else value
        case dict():
            first, *_ = value
            return {**value, first: another(value[first])}
        case _:
            return _another_text(str(value))


def _another_text(text: str) -> str:
    if text.startswith("{"):
        document = json.loads(text)
        statements = document.get("Statement")
        # The provider ignores what no policy has.
        other = {"Statement": [{**statements[0], "Effect": "Deny"}]} if statements else {"another": ["another"]}
        return json.dumps({**document, **other})
    if text in OTHER_ENGINE:
        return OTHER_ENGINE[text]
    if re.fullmatch(r"[\d.]+", text):
        # An older version: the program's is an upgrade.
        return re.sub(r"^\d+", lambda number: str(int(number[0]) - 1), text)
    return f"{text}x"
