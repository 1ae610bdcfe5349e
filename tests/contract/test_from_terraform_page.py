"""`docs/from-terraform.md` maps every variable of the module, and to settings that exist."""

import re
from pathlib import Path

import pytest

from orion_rds.cli.__main__ import main
from orion_rds.config.setting_paths import settings

PAGE = (Path(__file__).parents[2] / "docs" / "from-terraform.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| `(\w+)` \| `([\w.]+)` \|", PAGE, re.MULTILINE))

VARIABLES = [
    "alarm_sns_topic_arns",
    "backup_retention_days",
    "create_redis",
    "database_name",
    "database_security_group_id",
    "database_subnet_ids",
    "db_subnet_group_name",
    "deletion_protection",
    "dr_kms_key_arn",
    "elasticache_subnet_group_name",
    "enable_cross_region_backup",
    "enable_global_cluster",
    "engine_version",
    "environment",
    "events_sns_topic_arn",
    "instance_class",
    "instance_count",
    "kms_key_arn",
    "master_username",
    "max_connections_threshold",
    "project",
    "redis_node_type",
    "redis_num_cache_clusters",
    "redis_security_group_id",
    "redis_version",
    "serverless_max_capacity",
    "serverless_min_capacity",
    "skip_final_snapshot",
    "tags",
    "use_serverless",
]
"""Every `var.` of the module."""


def test_every_variable_is_on_the_page() -> None:
    """Whoever comes from the module looks up each of their own."""
    assert len(VARIABLES) == 30
    assert list(ROWS) == VARIABLES


@pytest.mark.parametrize(("variable", "path"), ROWS.items(), ids=list(ROWS))
def test_a_variable_leads_to_a_setting(variable: str, path: str) -> None:
    """A setting that was renamed must be renamed here."""
    assert path in set(settings()), variable


def test_other_settings_on_the_page_exist() -> None:
    """In the text and in the remarks."""
    named = set(re.findall(r"`([a-z_]+(?:\.[a-z_]+)+)`", PAGE)) - set(ROWS.values())

    assert len(named) > 3
    assert named <= set(settings())


def test_the_commands_are_there(capsys: pytest.CaptureFixture[str]) -> None:
    """Each option that the page types is one that the command has."""
    with pytest.raises(SystemExit):
        main(["import-map", "--help"])
    options = set(re.findall(r"--\w+", capsys.readouterr().out))
    typed = {option for line in re.findall(r"orion-rds import-map .*", PAGE) for option in re.findall(r"--\w+", line)}

    assert typed
    assert typed <= options
