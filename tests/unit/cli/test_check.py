"""`orion-rds check`, `schema` and `--version`."""

import json
import subprocess
import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

import orion_rds
from orion_rds.cli.__main__ import main
from orion_rds.cli.stack_file import read_file
from orion_rds.config import ConfigError, parse
from tests.component.stacks import REPOSITORY

NETWORK = "    network: {subnet_group_name: data, security_group_ids: [sg-0a1b2c3d4e5f60718]}\n"
STACK = f"""\
config:
  aws:region: us-east-1
  orion-rds:database:
    project: orion
    environment: prod
{NETWORK}    alarms: {{emails: []}}
"""
WRONG = "    backup:\n      retention_days: 99\n    tags:\n      Team: a;b\n"
ALONE = "    instances:\n      count: 1\n"
ACCEPTED = "    accepted_warnings:\n      instance-alone: Ten minutes are fine.\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a project, in which the command runs."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "Pulumi.yaml").write_text("name: orion-rds\nruntime: python\n", encoding="utf-8")
    return tmp_path


def write(folder: Path, text: str, stack: str = "prod") -> None:
    """Write a stack file."""
    (folder / f"Pulumi.{stack}.yaml").write_text(text, encoding="utf-8")


def found(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """Return what the command printed as JSON."""
    return json.loads(capsys.readouterr().out)


def test_every_problem_has_its_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With what else every message has, in the order of the file."""
    write(folder, STACK + WRONG)

    assert main(["check"]) == 1
    printed = capsys.readouterr().out
    assert printed.startswith(
        "Pulumi.prod.yaml:9: orion-rds:database.backup.retention_days: 99\n"
        "    why:    Aurora keeps automated backups for 1 to 35 days.\n"
        "    fix:    Write a number of days in that range.\n"
        "            pulumi config set --path 'orion-rds:database.backup.retention_days' 35\n"
        "    rule:   backup-retention, https://"
    )
    assert 'Pulumi.prod.yaml:11: orion-rds:database.tags.Team: "a;b"' in printed
    assert printed.endswith("Pulumi.prod.yaml: 2 problems, no warnings.\n")


def test_the_files_beside_the_project_are_checked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each with the key that the project gives it; warnings alone are no failure."""
    (folder / "Pulumi.yaml").write_text("name: shop\n", encoding="utf-8")
    text = STACK.replace("orion-rds:", "shop:")
    write(folder, text)
    write(folder, text + ALONE, "test")

    assert main(["check"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("Pulumi.prod.yaml: no problems, no warnings.\nPulumi.test.yaml:8: warning: shop:database")
    assert printed.endswith("Pulumi.test.yaml: no problems, 1 warning.\n")
    assert main(["check", "--key", "orion-rds:database", "--stack-file", "Pulumi.test.yaml"]) == 1
    assert "Pulumi.test.yaml:1: orion-rds:database: (missing)" in capsys.readouterr().out


def test_warnings_are_shown_beside_problems(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Or whoever fixes the problems finds them afterwards. What depends on a refused setting is not judged: it might
    be another one.
    """
    write(folder, STACK + WRONG + ALONE)
    write(folder, STACK + ALONE.replace("1", "none") + "    protection: {deletion: false}\n", "test")
    write(folder, STACK.replace("{emails: []}", "{emails: [nobody]}") + "    protection: yes\n" + ALONE, "stage")

    assert main(["check", "--json"]) == 1
    report = found(capsys)
    assert [(each["file"], each["line"], each["rule"]) for each in report["warnings"]] == [
        ("Pulumi.prod.yaml", 12, "instance-alone"),
        ("Pulumi.stage.yaml", 9, "instance-alone"),
        ("Pulumi.test.yaml", 10, "production-unprotected"),
    ]
    assert len(report["problems"]) == 2 + 2 + 1
    assert main(["check", "--stack-file", "Pulumi.prod.yaml"]) == 1
    assert capsys.readouterr().out.endswith("Pulumi.prod.yaml: 2 problems, 1 warning.\n")


def test_a_refused_acceptance_accepts_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The warning is shown beside the problem."""
    write(folder, STACK + ALONE + ACCEPTED.replace("Ten minutes are fine.", '""'))

    assert main(["check", "--json"]) == 1
    report = found(capsys)
    rules = {part: [each["rule"] for each in report[part]] for part in ("problems", "warnings", "accepted")}
    assert rules == {"problems": ["warning-reason"], "warnings": ["instance-alone"], "accepted": []}


def test_a_number_may_stand_beside_other_names(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Paths of problems have both."""
    write(folder, STACK + "    instances: {1: {instance_class: large}, a: {instance_class: large}}\n")

    assert main(["check", "--json"]) == 1
    assert {each["rule"] for each in found(capsys)["problems"]} == {"text", "instance-class-form"}


def test_json_has_the_same_fields(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """For a pipeline that comments on a pull request."""
    write(folder, STACK + WRONG)
    write(folder, STACK + ALONE, "test")
    write(folder, STACK + ALONE + ACCEPTED, "stage")

    assert main(["check", "--json"]) == 1
    report = found(capsys)
    assert report["errors"] == []
    assert [(each["file"], each["line"], each["rule"]) for each in report["problems"]] == [
        ("Pulumi.prod.yaml", 9, "backup-retention"),
        ("Pulumi.prod.yaml", 11, "tag-value"),
    ]
    first = report["problems"][0]
    assert (first["path"], first["value"], first["instead"]) == ("orion-rds:database.backup.retention_days", "99", 35)
    (warned,), (accepted,) = report["warnings"], report["accepted"]
    assert (warned["file"], warned["line"], warned["rule"]) == ("Pulumi.test.yaml", 8, "instance-alone")
    assert {**warned, "file": "Pulumi.stage.yaml", "reason": "Ten minutes are fine."} == accepted


def test_an_accepted_warning_is_counted_only(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One that no longer applies is a warning, at its line."""
    write(folder, STACK + ALONE + ACCEPTED)
    write(folder, STACK + ACCEPTED, "test")

    assert main(["check"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("Pulumi.prod.yaml: no problems, no warnings. 1 accepted.\nPulumi.test.yaml:9: warning: ")
    assert 'accepted_warnings.instance-alone: "Ten minutes are fine."' in printed
    assert "accepted-warning-unused" in printed


@pytest.mark.parametrize(
    ("region", "rule", "instead"), [("us-east1", "region", "us-east-1"), ("eu-wset-1", "region-none", "eu-west-1")]
)
def test_a_region_of_the_provider_that_is_none_is_refused_at_its_line(
    region: str, rule: str, instead: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Beside the others. What depends on the region is not judged: a key in the right one is no second problem."""
    key = "    encryption: {kms_key_arn: arn:aws:kms:us-east-1:123456789012:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9}\n"
    write(folder, (STACK + WRONG + key + ALONE).replace("us-east-1\n", f"{region}\n"))

    assert main(["check", "--json"]) == 1
    report = found(capsys)
    first = report["problems"][0]
    assert [each["rule"] for each in report["problems"]] == [rule, "backup-retention", "tag-value"]
    assert (first["line"], first["path"], first["instead"]) == (2, "aws:region", instead)
    assert [each["rule"] for each in report["warnings"]] == ["instance-alone"]
    assert main(["check"]) == 1
    printed = capsys.readouterr().out
    assert f'Pulumi.prod.yaml:2: aws:region: "{region}"\n' in printed
    assert ("AWS names a region by its area" in printed) == (rule == "region-none")
    assert f"pulumi config set --path 'aws:region' {instead}\n" in printed


@pytest.mark.parametrize("region", ["us-north-1", "{secure: v1:abc}", "us-gov-west-1"])
def test_a_region_of_the_provider_that_may_be_one_is_accepted(region: str, folder: Path) -> None:
    """A later one, and one that only the provider can read."""
    write(folder, STACK.replace("us-east-1", region))

    assert main(["check"]) == 0


def test_a_key_without_its_project_is_read_as_pulumi_reads_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is one of the project beside the file."""
    (folder / "Pulumi.yaml").write_text("name: shop\n", encoding="utf-8")
    write(folder, (STACK + WRONG).replace("orion-rds:", ""))

    assert main(["check", "--json"]) == 1
    assert [(each["path"], each["line"]) for each in found(capsys)["problems"]] == [
        ("shop:database.backup.retention_days", 9),
        ("shop:database.tags.Team", 11),
    ]
    write(folder, STACK.replace("orion-rds:database", "databse"))
    assert main(["check"]) == 1
    assert "Did you mean `shop:database`? Write it for `shop:databse`." in capsys.readouterr().out


def test_a_missing_setting_has_the_line_of_its_section(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An item of a list has its own line."""
    network = "    network:\n      subnet_ids: [subnet-0a1b2c3d4e5f60718,\n        vpc-1]\n"
    write(folder, STACK.replace(NETWORK, network))

    assert main(["check", "--json"]) == 1
    assert {(each["path"].rpartition(".")[2], each["line"]) for each in found(capsys)["problems"]} == {
        ("subnet_ids[1]", 8),
        ("allow_from", 6),
    }


@pytest.mark.parametrize(
    ("more", "path", "lines"),
    [
        ("    tags: {Owner: data, Owner: web}\n", "orion-rds:database.tags.Owner", (8, 8)),
        ("    project: vega\n", "orion-rds:database.project", (4, 8)),
        ("  aws:region: us-west-2\n", "aws:region", (2, 8)),
        ("encryptionsalt: v1\nencryptionsalt: v2\n", "encryptionsalt", (8, 9)),
    ],
)
def test_a_key_that_is_written_twice_is_refused(
    more: str, path: str, lines: tuple[int, int], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By every command: YAML forbids it, and PyYAML takes the last one silently."""
    write(folder, STACK + more)

    assert main(["check", "--json"]) == 1
    (problem,) = found(capsys)["problems"]
    assert (problem["rule"], problem["path"]) == ("repeated-key", path)
    assert f"in line {lines[0]} and in line {lines[1]}" in problem["why"]
    assert main(["kms-policy"]) == 1
    assert f"  {path}\n    why:    The key is written twice" in capsys.readouterr().err


def test_a_repeated_key_is_shown_beside_other_problems(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All at once, as everywhere. An alias is no repetition, and may be of the mapping around it."""
    more = "    tags: &tags {A: b}\n    parameters: {cluster: *tags}\n    logs: &logs {a: *logs}\n"
    write(folder, STACK + WRONG + more)

    assert main(["check", "--json"]) == 1
    rules = [each["rule"] for each in found(capsys)["problems"]]
    assert rules.count("repeated-key") == 1
    assert "backup-retention" in rules


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("0123", 83),
        ("-0123", -83),
        ("-0o17", -15),
        ("+5", 5),
        ("0x1F", 31),
        ("0b11", 3),
        ("089", 89.0),
        ("012345678901", 12345678901.0),
        ("1_000", 1000),
        ("1__0", 10),
        ("1_0.5", 10.5),
        ("1.10", 1.1),
        (".5", 0.5),
        ("1.", 1.0),
        ("1e3", 1000.0),
        ("12345678901234567890", 12345678901234567890),
        ("0x", "0x"),
        ("_1", "_1"),
        ("12:30", "12:30"),
        ("yes", "yes"),
        ("True", True),
        ("NULL", None),
        ("=", "="),
        ("2012-10-17", "2012-10-17 00:00:00 +0000 UTC"),
        ("2026-1-2", "2026-01-02 00:00:00 +0000 UTC"),
        ("2026-01-02 10:00:00", "2026-01-02 10:00:00 +0000 UTC"),
        ("2026-02-31", "2026-02-31"),
        ("2026-01-02 or later", "2026-01-02 or later"),
        ('"0123"', "0123"),
    ],
)
def test_a_value_is_read_as_pulumi_reads_it(written: str, read: object, folder: Path) -> None:
    """What the engine passes for each, or a check would accept 1_000 as text, which a deployment reads as a number."""
    write(folder, f"config:\n  value: {written}\n")

    value = read_file(folder / "Pulumi.prod.yaml").values["orion-rds:value"]
    assert (value, type(value)) == (read, type(read))


@pytest.mark.parametrize("written", ["0123", "089", "1_000", "1.10", "123456789012", "true", "2026-01-31"])
def test_a_tag_without_quotes_is_refused_where_it_would_change(
    written: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One rule for all that YAML reads as another value, in quotes as text."""
    write(folder, f"{STACK}    tags:\n      CostCenter: {written}\n")
    write(folder, f'{STACK}    tags:\n      CostCenter: "{written}"\n', "test")

    assert main(["check", "--json"]) == 1
    (problem,) = found(capsys)["problems"]
    assert problem["rule"] == ("date" if written.count("-") else "text")
    assert problem["line"] == 9


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("config: !!int x", "is not YAML"),
        ("config: [", "is not YAML"),
        ("- config", "is not a stack file"),
        ("", "is not a stack file"),
    ],
)
def test_a_file_that_cannot_be_read_has_an_exit_code_of_its_own(
    text: str, message: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The other files are checked all the same."""
    write(folder, text)
    write(folder, STACK + WRONG, "test")

    assert main(["check"]) == 2
    printed = capsys.readouterr()
    assert message in printed.err
    assert "Pulumi.test.yaml: 2 problems" in printed.out
    assert main(["check", "--json"]) == 2
    (error,) = found(capsys)["errors"]
    assert error["file"] == "Pulumi.prod.yaml"
    assert message in error["error"]


def test_a_folder_without_stack_files_says_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing checked is no success."""
    assert main(["check"]) == 2
    assert "There is no Pulumi.*.yaml in this folder" in capsys.readouterr().err
    assert main(["check", "--stack-file", str(folder / "Pulumi.none.yaml")]) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_a_check_imports_no_pulumi(folder: Path) -> None:
    """Pulumi takes a third of a second, and a check runs at every commit. Its errors are printed too."""
    write(folder, STACK + WRONG)
    write(folder, STACK + ALONE, "test")
    line = "import sys; from orion_rds.cli.__main__ import main; main(['check']); print('pulumi' in sys.modules)"

    answer = subprocess.run([sys.executable, "-c", line], capture_output=True, text=True, check=True, cwd=folder)

    assert "backup-retention" in answer.stdout
    assert answer.stdout.splitlines()[-1] == "False"


def test_an_error_outside_pulumi_is_a_plain_one() -> None:
    """No language host handles it."""
    line = "from orion_rds.config import ConfigError; print(type(ConfigError([])) is ConfigError)"

    answer = subprocess.run([sys.executable, "-c", line], capture_output=True, text=True, check=True)

    assert answer.stdout == "True\n"
    assert issubclass(ConfigError, ValueError)


def schema(capsys: pytest.CaptureFixture[str], *arguments: str) -> jsonschema.Draft202012Validator:
    """Return the schema that is printed."""
    assert main(["schema", *arguments]) == 0
    return validator(capsys.readouterr().out)


@cache
def validator(text: str) -> jsonschema.Draft202012Validator:
    """Check a schema itself, once for each text, and return it."""
    printed = json.loads(text)
    jsonschema.Draft202012Validator.check_schema(printed)
    return jsonschema.Draft202012Validator(printed)


@pytest.mark.parametrize("stack", ["prod", "test"])
def test_the_schema_accepts_stack_files(
    stack: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As they are written, with the other keys of Pulumi."""
    monkeypatch.chdir(REPOSITORY)
    config = read_file(REPOSITORY / f"Pulumi.{stack}.yaml").values

    assert [*schema(capsys).iter_errors({"config": config, "encryptionsalt": "v1:AAAB"})] == []


@pytest.mark.parametrize(
    "more",
    [
        "    netwrok: {}\n",
        "    backup: {retention_days: 99}\n",
        "    accepted_warnings: {redis-opne: It is fine.}\n",
        "    accepted_warnings: {redis-open: ''}\n",
    ],
)
def test_the_schema_refuses_what_editors_shall_underline(more: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Under the key of the project, or the one that is named."""
    good, bad = (yaml.safe_load(STACK + text) for text in ("", more))
    refuses = schema(capsys)
    assert [*refuses.iter_errors(good)] == []
    assert [*refuses.iter_errors(bad)] != []
    assert [*schema(capsys, "--key", "shop:database").iter_errors(bad)] == []


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    """A report of a defect needs it."""
    with pytest.raises(SystemExit) as caught:
        main(["--version"])
    assert caught.value.code == 0
    assert capsys.readouterr().out == f"orion-rds {version('orion-rds')}\n"


def test_a_configuration_in_python_has_the_same_warnings(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`orion_rds.warnings`, for programs and their tests."""
    write(folder, STACK + ALONE)

    config = parse(yaml.safe_load(STACK + ALONE)["config"]["orion-rds:database"])
    assert main(["check", "--json"]) == 0
    assert [each.name for each in orion_rds.warnings(config)] == [each["rule"] for each in found(capsys)["warnings"]]
    assert len(orion_rds.warnings(config)) == 1
