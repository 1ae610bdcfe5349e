"""Refusals of changes that AWS does not make in a global database, in the deployment that removes the standby.

Pulumi deletes resources last, so the cluster is in the global database until the end of that deployment.
"""

from collections.abc import Iterator

from orion_rds.config import DatabaseConfig, Problem, Refusal
from orion_rds.config.global_database import classes
from orion_rds.facts import instance_classes, references

STANDBY_LEAVES_FIRST = Refusal(
    "standby-leaves-first",
    why="The standby is deleted at the end of the deployment. Until then the cluster is in the global database, where "
    "AWS does not make this change.",
    fix="Take `disaster_recovery` out and deploy; then write this.",
    source=references.AURORA_GLOBAL,
)


def leaving_problems(config: DatabaseConfig) -> Iterator[Problem]:
    """Yield a problem for each setting that a member of a global database cannot have."""
    if config.master.is_rds_managed:
        yield STANDBY_LEAVES_FIRST.problem("master.password_source", config.master.password_source)
    for path, instance_class in classes(config).items():
        if instance_class and instance_classes.series(instance_class) == instance_classes.BURSTABLE:
            yield STANDBY_LEAVES_FIRST.problem(path, instance_class)
