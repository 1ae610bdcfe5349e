"""What `orion-rds preflight` prints, and its exit code."""

import json
from pathlib import Path

import pytest

from orion_ops.preflight import command
from orion_rds.cli.__main__ import main
from tests.component.stacks import REPOSITORY
from tests.unit.ops.answers import Answers, Refused
from tests.unit.ops.empty_account import CALLER, ready
from tests.unit.ops.production import HERE

STACK_FILE = ["--stack-file", str(REPOSITORY / "Pulumi.prod.yaml")]
FULL = {"AccountQuotas": [{"AccountQuotaName": "DBClusters", "Used": 40, "Max": 40}]}


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    """The answers of AWS, an account that is ready."""
    answers = ready()
    answers[HERE, "get_caller_identity"] = {"Account": "123456789012", "Arn": CALLER}
    monkeypatch.setattr(command, "Aws", answers.aws)
    return answers


def test_nothing_is_one_line(answers: Answers, capsys: pytest.CaptureFixture[str]) -> None:
    """It says what was looked at."""
    assert answers
    assert main(["preflight", *STACK_FILE]) == 0
    assert capsys.readouterr().out == "orion-prod in account 123456789012, us-east-1 and us-west-2: no findings.\n"


def test_a_finding_is_shown_as_a_problem_of_the_stack_file(
    answers: Answers, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the command's number."""
    answers[HERE, "describe_account_attributes"] = FULL
    answers[HERE, "describe_subnets"] = Refused("Throttling")

    assert main(["preflight", *STACK_FILE]) == 3
    assert capsys.readouterr().out == (
        "orion-rds:database.environment: 1\n"
        "    why:    The quota of us-east-1 for DBClusters of RDS is 40, of which 40 are used.\n"
        "    fix:    Delete unused resources, or request an increase: https://console.aws.amazon.com/servicequotas.\n"
        "    rule:   quota, https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/CHAP_Limits.html\n"
        "\n"
        "not checked: ec2:DescribeSubnets in us-east-1 was throttled because the account makes too many calls "
        "(Throttling: Not today). Run the command again in a minute, or set AWS_MAX_ATTEMPTS=10 for more retries.\n"
        "\n"
        "orion-prod in account 123456789012, us-east-1 and us-west-2: 1 finding, 1 part not checked.\n"
    )


def test_what_could_not_be_checked_has_a_code_of_its_own(answers: Answers) -> None:
    """A pipeline may go on or not."""
    answers[HERE, "describe_subnets"] = Refused("AccessDenied")

    assert main(["preflight", *STACK_FILE]) == 4


def test_json_has_the_same(answers: Answers, capsys: pytest.CaptureFixture[str]) -> None:
    """As `orion-rds check --json`."""
    answers[HERE, "describe_account_attributes"] = FULL
    answers[HERE, "describe_subnets"] = Refused("AccessDenied")

    assert main(["preflight", "--json", *STACK_FILE]) == 3
    found = json.loads(capsys.readouterr().out)
    (finding,) = found["findings"]
    assert found["database"] == "orion-prod"
    assert found["account"] == "123456789012"
    assert len(found["unknown"]) == 1
    assert finding == {
        "path": "orion-rds:database.environment",
        "value": "1",
        "why": "The quota of us-east-1 for DBClusters of RDS is 40, of which 40 are used.",
        "fix": "Delete unused resources, or request an increase: https://console.aws.amazon.com/servicequotas.",
        "rule": "quota",
        "source": "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/CHAP_Limits.html",
    }


def test_another_account_is_a_finding_of_the_provider(
    answers: Answers, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its setting stands beside the database."""
    assert answers
    text = (REPOSITORY / "Pulumi.test.yaml").read_text(encoding="utf-8")
    path = tmp_path / "Pulumi.test.yaml"
    path.write_text(text.replace("config:\n", 'config:\n  aws:allowedAccountIds: ["999999999999"]\n'), encoding="utf-8")

    assert main(["preflight", "--stack-file", str(path)]) == 3
    assert capsys.readouterr().out.startswith('aws:allowedAccountIds: "999999999999"\n')


def test_without_credentials_it_is_one_line(answers: Answers, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing else could be asked."""
    answers[HERE, "get_caller_identity"] = Refused("ExpiredToken")

    assert main(["preflight", *STACK_FILE]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(
        "error: sts:GetCallerIdentity in us-east-1 was refused because the credentials have expired"
    )
