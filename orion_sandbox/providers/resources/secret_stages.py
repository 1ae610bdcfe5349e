"""Secrets Manager: the staging labels of a secret's version."""

from orion_sandbox.providers.calls import Caller
from orion_sandbox.providers.values import Values

CURRENT, PREVIOUS = "AWSCURRENT", "AWSPREVIOUS"


def move_stages(caller: Caller, identity: str, old: Values, new: Values) -> None:
    """Add the labels that the program adds, and take off those that it takes away; AWSCURRENT stays somewhere."""
    if not old or new.get("versionStages") is None:
        return
    secret, version = identity.split("|", 1)
    before, after = set(old.get("versionStages") or ()), set(new["versionStages"])
    for stage in sorted(after - before):
        taken = {"RemoveFromVersionId": _current(caller, secret)} if stage == CURRENT else {}
        caller("UpdateSecretVersionStage", SecretId=secret, VersionStage=stage, MoveToVersionId=version, **taken)
    # With AWSCURRENT comes AWSPREVIOUS off by itself.
    kept = {CURRENT, PREVIOUS} if CURRENT in after - before else {CURRENT}
    for stage in sorted(before - after - kept):
        _remove(caller, secret, version, stage)


def remove_stages(caller: Caller, identity: str, state: Values) -> None:
    """What the provider does for a deletion: AWS itself deletes versions that have no labels."""
    secret, version = identity.split("|", 1)
    for stage in state.get("versionStages") or ():
        if stage != CURRENT:
            _remove(caller, secret, version, stage)


def _remove(caller: Caller, secret: str, version: str, stage: str) -> None:
    caller("UpdateSecretVersionStage", SecretId=secret, VersionStage=stage, RemoveFromVersionId=version)


def _current(caller: Caller, secret: str) -> str:
    versions = caller("ListSecretVersionIds", SecretId=secret)["Versions"]
    return next(each["VersionId"] for each in versions if CURRENT in each["VersionStages"])
