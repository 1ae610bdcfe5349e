"""The command `orion-rds`."""

import json
from pathlib import Path

import pytest

from orion_rds.cli.__main__ import main
from tests.component.stacks import REPOSITORY

HERE = "arn:aws:kms:us-east-1:123456789012:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"
THERE = "arn:aws:kms:us-west-2:123456789012:key/1b2c3d4e-5f60-7182-93a4-b5c6d7e8f90a"
SMALLEST = """\
config:
  aws:region: us-east-1
  orion-rds:database:
    project: orion
    environment: test
    network: {subnet_group_name: data, security_group_ids: [sg-0a1b2c3d4e5f60718]}
"""


def test_every_given_key_of_production_is_told_what_it_is_used_for(capsys: pytest.CaptureFixture[str]) -> None:
    """By region: a key admits the services of its own."""
    assert main(["kms-policy", "--stack-file", str(REPOSITORY / "Pulumi.prod.yaml")]) == 0

    statements = json.loads(capsys.readouterr().out)
    sids = {key: {statement["Sid"] for statement in each} for key, each in statements.items()}
    assert sids[HERE] == {"Storage", "Secret", "Insights", "Logs", "Redis", "Vault"}
    assert sids[THERE] == {"Storage", "Secret", "Insights", "Logs"}
    assert "us-east-1" not in json.dumps(statements[THERE])


def test_the_sql_of_the_audit_log_is_printed_for_the_database(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is piped into psql."""
    path = tmp_path / "Pulumi.stage.yaml"
    path.write_text(f"{SMALLEST}    database_name: vega\n    audit: {{objects: true}}\n", encoding="utf-8")

    assert main(["audit-sql", "--stack-file", str(path)]) == 0
    printed = capsys.readouterr().out
    assert "in the database vega," in printed
    assert "CREATE ROLE rds_pgaudit" in printed


def test_words_and_times_are_read_as_pulumi_reads_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """PyYAML alone takes 23:30 for 1410 and `off` for false."""
    path = tmp_path / "Pulumi.stage.yaml"
    rest = "    backup: {copies: {region: us-west-2, daily_at: 23:30}}\n    monitoring: {insights: off}\n"
    path.write_text(SMALLEST + rest, encoding="utf-8")

    assert main(["kms-policy", "--stack-file", str(path)]) == 0
    assert capsys.readouterr().out == "{}\n"


def test_a_project_of_another_name_has_another_key(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The namespace of a stack's configuration is its project."""
    path = tmp_path / "Pulumi.stage.yaml"
    path.write_text(SMALLEST.replace("orion-rds:database", "shop:database"), encoding="utf-8")

    assert main(["kms-policy", "--stack-file", str(path)]) == 1
    assert "orion-rds:database: (missing)" in capsys.readouterr().err
    assert main(["kms-policy", "--stack-file", str(path), "--key", "shop:database"]) == 0
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nruntime: python\n", encoding="utf-8")
    assert main(["kms-policy", "--stack-file", str(path)]) == 0
    (tmp_path / "Pulumi.yaml").write_text("- no project", encoding="utf-8")
    assert main(["kms-policy", "--stack-file", str(path)]) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (SMALLEST + "    backup: {retention_days: 99}\n", "orion-rds:database.backup.retention_days: 99"),
        (SMALLEST + "    backup: {copies: {region: us-east-1}}\n", "region-same"),
        ("config: {orion-rds:database: {secure: AAAB}}\n", "secret-configuration"),
        ("config: [", "is not YAML"),
        ("- config", "it needs the key `config`"),
        ("", "it needs the key `config`"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_printed(
    text: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As everywhere: what, why and what would be right, without a traceback."""
    path = tmp_path / "Pulumi.stage.yaml"
    path.write_text(text, encoding="utf-8")

    assert main(["kms-policy", "--stack-file", str(path)]) == 1
    told = capsys.readouterr()
    assert message in told.err
    assert told.out == ""


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["check", "Pulumi.dev.yaml"], "unrecognized arguments: Pulumi.dev.yaml; name stack files with --stack-file"),
        (["check", "--yes"], "unrecognized arguments: --yes"),
        (["schema", "dev"], "unrecognized arguments: dev"),
    ],
)
def test_a_file_without_its_option_is_told_the_option(
    arguments: list[str], named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the command has one."""
    with pytest.raises(SystemExit):
        main(arguments)
    assert capsys.readouterr().err.endswith(f"error: {named}\n")


def test_a_file_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The default may not be what somebody has."""
    assert main(["audit-sql", "--stack-file", str(tmp_path / "Pulumi.prod.yaml")]) == 1
    assert "cannot be read: No such file or directory. Name another with --stack-file." in capsys.readouterr().err
