"""The file that `pulumi import` reads."""

import json
from pathlib import Path
from typing import Any

from orion_rds.migration.found import find
from orion_rds.migration.imports import DATABASE, import_file
from orion_rds.migration.state import read_state
from tests.terraform_module import PASSWORD, POLICY_ARN, RESOURCES, ROLE, SECRET_ARN, state


def rows(text: str) -> dict[str, Any]:
    """The rows of the file by type and logical name."""
    resources = json.loads(import_file(find(read_state(text))))["resources"]
    return {f"{row['type'].rpartition(':')[2]} {row['logicalName']}": row for row in resources}


def test_a_resource_is_named_as_its_provider_reads_it() -> None:
    """Another id than AWS's is one that does not exist."""
    found = rows(state())

    assert found["Cluster orion-cluster"]["id"] == "orion-prod-aurora"
    assert found["ClusterInstance orion-instances-1"]["id"] == "orion-prod-aurora-2"
    assert found["Secret orion-credentials-secret"]["id"] == SECRET_ARN
    assert found["RolePolicyAttachment orion-monitoring-policy"]["id"] == f"{ROLE}/{POLICY_ARN}"
    assert found["LogGroup orion-cluster-log-postgresql"]["id"] == "/aws/rds/cluster/orion-prod-aurora/postgresql"


def test_a_part_that_is_not_there_has_no_component() -> None:
    """The program would not declare it, and `up` would delete what was imported for nothing."""
    without = {address: each for address, each in RESOURCES.items() if "elasticache" not in address}

    assert "Redis orion-redis" in rows(state())
    assert not [name for name in rows(state(without)) if "redis" in name]


def test_the_file_holds_no_secret() -> None:
    """It lies about in a working copy."""
    assert PASSWORD not in import_file(find(read_state(state())))


def test_the_names_are_those_of_the_program(repository: Path) -> None:
    """Not of the project, whose change would make the program create another database beside the first one."""
    assert f'AuroraDatabase("{DATABASE}", config)' in (repository / "__main__.py").read_text()
