"""Which version AWS makes of a version that names only its major."""

DEFAULT_MAJOR = "17"
"""What a cluster gets that asks for none."""

DEFAULT_MINORS = {
    "13": "13.23",
    "14": "14.20",
    "15": "15.15",
    "16": "16.11",
    "17": "17.7",
    "18": "18.3",
}
"""The default minor of each major. AWS moves them on from time to time; that there is one is what matters here.

Amazon Aurora User Guide, "Amazon Aurora PostgreSQL releases"; RDS API Reference, CreateDBCluster: `EngineVersion`.
"""


def full_version(asked: str | None, running: str | None = None) -> str:
    """Complete a version as AWS does.

    Args:
        asked: A major, a full version, or None for AWS's choice.
        running: What the cluster runs: asked for its own major, it stays as it is.
    """
    asked = asked or DEFAULT_MAJOR
    if running and running.split(".")[0] == asked:
        return running
    return DEFAULT_MINORS.get(asked, asked)
