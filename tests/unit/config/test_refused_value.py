"""What stands for a refused setting, while warnings are looked for in the rest."""

from typing import Any

from orion_rds.config import DatabaseConfig, parse
from orion_rds.config.refused_value import REFUSED_VALUE, holds_refused, refused_at


def whole(smallest: dict[str, Any]) -> DatabaseConfig:
    """A configuration with settings in sections and mappings."""
    parameters = {"cluster": {"work_mem": 64, "jit": 0}}
    instances = {"a": {"instance_class": "db.r7g.large"}, "b": {"instance_class": "db.r7g.large"}}
    tags = {"Team": "data", "Owner": "dba"}
    return parse(smallest | {"tags": tags, "parameters": parameters, "instances": instances})


def at(smallest: dict[str, Any], *path: str) -> Any:
    """That configuration with the value at a path."""
    return refused_at(whole(smallest), path)


def test_only_the_setting_at_the_path_is_replaced(smallest: dict[str, Any]) -> None:
    """In a section, in a mapping, and in one below the other."""
    config: Any = whole(smallest)
    written = config.instances

    assert at(smallest, "project").project is REFUSED_VALUE
    assert at(smallest, "project").network == config.network
    assert at(smallest, "backup", "window").backup.window is REFUSED_VALUE
    assert at(smallest, "backup", "window").backup.retention_days == config.backup.retention_days
    assert at(smallest, "tags", "Team").tags == {"Team": REFUSED_VALUE, "Owner": "dba"}
    instances = at(smallest, "instances", "a", "instance_class").instances
    assert (instances["a"].instance_class, instances["b"]) == (REFUSED_VALUE, written["b"])
    assert instances["a"].promotion_tier == written["a"].promotion_tier
    cluster = at(smallest, "parameters", "cluster", "work_mem").parameters.cluster
    assert cluster == {"work_mem": REFUSED_VALUE, "jit": 0}


def test_a_configuration_holds_it_at_any_depth(smallest: dict[str, Any]) -> None:
    """Or not at all, as where the path is that of no setting."""
    assert not holds_refused(whole(smallest))
    assert not holds_refused(at(smallest, "nothing", "below"))
    assert holds_refused(at(smallest, "project"))
    assert holds_refused(at(smallest, "parameters", "cluster", "work_mem"))
