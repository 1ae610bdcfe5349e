"""Secrets Manager: replicas of a secret in other regions."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from orion_sandbox.providers.calls import Caller
from orion_sandbox.providers.values import Values

MANAGED_KEY = "alias/aws/secretsmanager"
"""What AWS tells where none was asked for."""

Replicas = Sequence[Mapping[str, Any]]


def shown_replicas(status: Replicas) -> list[dict[str, str]]:
    """What AWS tells of them, in Pulumi's properties."""
    names = {"Region": "region", "KmsKeyId": "kmsKeyId", "Status": "status", "StatusMessage": "statusMessage"}
    return [{pulumi: replica[aws] for aws, pulumi in names.items() if aws in replica} for replica in status]


def same_replicas(wanted: Replicas, actual: Replicas) -> bool:
    """Whether the same regions have the same keys, in whatever order."""
    return _keys(wanted) == _keys(actual)


def replicate(caller: Caller, identity: str, old: Values, new: Values) -> None:
    """Take away what is no longer wanted, or not like this, and add the rest."""
    if not old:
        return
    before, after = (_keys(one.get("replicas") or ()) for one in (old, new))
    _remove(caller, identity, [region for region, key in before.items() if after.get(region) != key])
    added = [
        {"Region": region, **({} if key == MANAGED_KEY else {"KmsKeyId": key})}
        for region, key in after.items()
        if before.get(region) != key
    ]
    if added:
        caller(
            "ReplicateSecretToRegions",
            SecretId=identity,
            AddReplicaRegions=added,
            ForceOverwriteReplicaSecret=new["forceOverwriteReplicaSecret"],
        )


def remove_replicas(caller: Caller, identity: str, state: Values) -> None:
    """Before the deletion: AWS deletes no secret that has replicas."""
    _remove(caller, identity, _keys(state.get("replicas") or ()))


def _remove(caller: Caller, identity: str, regions: Iterable[str]) -> None:
    if gone := sorted(regions):
        caller("RemoveRegionsFromReplication", SecretId=identity, RemoveReplicaRegions=gone)


def _keys(replicas: Replicas) -> dict[str, str]:
    return {replica["region"]: replica.get("kmsKeyId") or MANAGED_KEY for replica in replicas}
