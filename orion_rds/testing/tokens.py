"""Type tokens, in the two forms that Pulumi shows."""

from collections.abc import Collection, Iterable
from difflib import get_close_matches

from orion_rds.testing.annotations import known_types

COMPONENTS = (
    "Alarms", "Alerts", "AuroraDatabase", "BackupAlarms", "BackupAlerts", "BackupPlan", "Backups", "Cluster",
    "Connection", "Credentials", "Dashboard", "Events", "Instances", "Monitoring", "Network", "Redis", "RedisNetwork",
    "RedisPassword", "RedisUsers", "RegionalDatabase", "RoleCredentials", "Standby", "Topic", "Vault",
)  # fmt: skip
"""The types of this package, which no SDK describes."""


def short(token: str) -> str:
    """Return a token in the short form of Pulumi's output: `aws:rds:Cluster` for `aws:rds/cluster:Cluster`."""
    package, module, name = token.split(":")
    return f"{package}:{module.split('/')[0]}:{name}"


def check_type(token: str, recorded: Collection[str]) -> None:
    """Check that a type exists.

    Raises:
        LookupError: for a token that was not recorded and that no installed SDK knows, with a similar one.
    """
    known = {short(each) for each in recorded}
    if token.count(":") == 2 and (short(token) in known or token.startswith("pulumi:")):
        return
    known |= {*known_types(token), *(f"orion-rds:index:{name}" for name in COMPONENTS)}
    if token.count(":") != 2 or short(token) not in known:
        raise LookupError(f"there is no resource type {token!r}{_similar(token, known)}")


def _similar(token: str, known: Iterable[str]) -> str:
    """Return a question with the most similar token, without regard to case."""
    by_letters = {each.lower(): each for each in sorted(known)}
    near = get_close_matches((short(token) if token.count(":") == 2 else token).lower(), by_letters, n=1, cutoff=0.5)
    return f". Did you mean {by_letters[near[0]]!r}?" if near else "."
