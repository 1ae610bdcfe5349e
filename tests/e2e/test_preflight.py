"""`orion-rds preflight` against the sandbox's AWS API, before anything is deployed."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from orion_rds.cli.__main__ import main
from orion_rds.cli.kms_policy import kms_policy
from orion_rds.cli.stack_file import KEY, read
from orion_rds.facts.arns import home
from orion_rds.plan.key_policies import administration
from orion_sandbox import faults
from orion_sandbox.environment import aws_variables
from orion_sandbox.faults import Fault
from orion_sandbox.stack import SandboxStack
from scripts.pages.permissions import policy
from tests.e2e.sandboxes import Sandbox

Preflight = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def stack(sandbox: Sandbox) -> SandboxStack:
    """The production stack before its first deployment: what its file names is there."""
    stack = sandbox.stack("prod")
    stack.start()
    return stack


@pytest.fixture
def preflight(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], repository: Path, stack: SandboxStack
) -> Preflight:
    """Run the command, and return the code and the JSON."""

    def run(**variables: str) -> tuple[int, dict[str, Any]]:
        for name, value in {**aws_variables(stack.api().endpoint, stack.region), **variables}.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
        capsys.readouterr()
        code = main(["preflight", "--json", "--stack-file", str(repository / "Pulumi.prod.yaml")])
        told = capsys.readouterr()
        return code, json.loads(told.out) if told.out else {"error": told.err}

    return run


def rules(found: dict[str, Any]) -> list[str]:
    """Return the rules that have findings."""
    return [each["rule"] for each in found["findings"]]


def test_an_account_that_is_ready_has_no_findings(preflight: Preflight) -> None:
    """All of it is checked."""
    code, found = preflight()

    assert found["findings"] == []
    assert found["unknown"] == []
    assert code == 0


def put_policies(stack: SandboxStack, repository: Path, *, printed: bool) -> None:
    """Let each key be used by its account, and also by what `orion-rds kms-policy` prints."""
    for key_arn, statements in json.loads(kms_policy(read(repository / "Pulumi.prod.yaml", KEY))).items():
        key = home(key_arn)
        document = {"Version": "2012-10-17", "Statement": [administration(key), *(statements if printed else ())]}
        kms = stack.client("kms", key.region)
        kms.put_key_policy(KeyId=key_arn, PolicyName="default", Policy=json.dumps(document))


def test_a_default_key_policy_is_found_and_the_printed_one_is_enough(
    preflight: Preflight, stack: SandboxStack, repository: Path
) -> None:
    """CloudWatch Logs uses a key as itself, which the account's own statement does not allow."""
    put_policies(stack, repository, printed=False)
    code, found = preflight()

    assert code == 3
    assert rules(found) == ["key-policy", "key-policy"]
    assert {each["why"] for each in found["findings"]} == {"The key policy does not allow the use for: logs."}

    put_policies(stack, repository, printed=True)
    code, found = preflight()

    assert found["findings"] == []
    assert code == 0


def test_what_is_in_the_way_is_found_at_once(preflight: Preflight, stack: SandboxStack) -> None:
    """A name in each region, a subnet that is gone, an opt-in, a full quota."""
    backup, ec2, rds = (stack.client(service) for service in ("backup", "ec2", "rds"))
    group = "/aws/rds/cluster/orion-prod-dr-aurora/postgresql"
    stack.client("logs", "us-west-2").create_log_group(logGroupName=group)
    backup.create_backup_vault(BackupVaultName="orion-prod-aurora")
    backup.update_region_settings(ResourceTypeOptInPreference={"Aurora": False})
    ec2.delete_subnet(SubnetId="subnet-0a1b2c3d4e5f6001c")
    for number in range(50):
        rds.create_db_parameter_group(
            DBParameterGroupName=f"of-others-{number}", DBParameterGroupFamily="aurora-postgresql17", Description="."
        )
    code, found = preflight()
    findings = {each["rule"]: each for each in found["findings"]}

    assert code == 3
    assert rules(found) == ["name-taken", "network-missing", "quota", "backup-opt-in"]
    assert findings["name-taken"]["fix"].splitlines()[1:] == [
        f"  aws logs delete-log-group --log-group-name {group} --region us-west-2",
        "  aws backup delete-backup-vault --backup-vault-name orion-prod-aurora --region us-east-1  # once it holds no "
        "recovery points",
    ]
    assert findings["network-missing"]["value"] == '"subnet-0a1b2c3d4e5f6001c"'
    assert findings["quota"]["why"].startswith("The quota of us-east-1 for DBParameterGroups of RDS is 50, of which")
    assert findings["backup-opt-in"]["value"] == '"us-east-1"'


def test_a_deployed_database_is_found(preflight: Preflight, stack: SandboxStack, production: SandboxStack) -> None:
    """Whoever runs the command too late is not told to delete it."""
    stack.api = production.api  # pyright: ignore[reportAttributeAccessIssue] # the variables of its shell
    code, found = preflight()

    assert code == 3
    assert rules(found)[0] == "database-exists"


def user_with(stack: SandboxStack, document: dict[str, Any]) -> dict[str, str]:
    """Create a user with a policy, and return the variables of its key."""
    iam = stack.client("iam")
    iam.create_user(UserName="deployer")
    text = json.dumps(document).replace("PROJECT-ENVIRONMENT", "orion-prod")
    iam.put_user_policy(UserName="deployer", PolicyName="deployment", PolicyDocument=text)
    key = iam.create_access_key(UserName="deployer")["AccessKey"]
    return {"AWS_ACCESS_KEY_ID": key["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"]}


def test_the_policy_of_the_page_is_enough(preflight: Preflight, stack: SandboxStack) -> None:
    """Of `docs/permissions.md`, for a user that has no other."""
    _, found = preflight(**user_with(stack, policy()))

    assert [each for each in found["findings"] if each["rule"] == "permission"] == []
    assert found["unknown"] == []


def test_a_statement_that_is_left_out_is_named(preflight: Preflight, stack: SandboxStack) -> None:
    """With the actions that the deployment would fail at."""
    document = policy()
    document["Statement"] = [
        each for each in document["Statement"] if each["Sid"] not in ("ChangeElasticache", "PassRoles")
    ]
    code, found = preflight(**user_with(stack, document))
    permissions = {each["value"]: each["why"] for each in found["findings"] if each["rule"] == "permission"}

    assert code == 3
    assert [*permissions] == ['"elasticache"', '"iam"']
    assert "elasticache:CreateReplicationGroup" in permissions['"elasticache"']
    assert permissions['"iam"'].endswith("user/deployer is not allowed on all resources: iam:PassRole.")


@pytest.mark.parametrize("kind", ["throttle", "deny", "error"])
def test_an_aws_that_does_not_answer_is_one_line(kind: str, preflight: Preflight, stack: SandboxStack) -> None:
    """What happened, and what to do."""
    faults.put(stack.api(), [Fault(kind=kind)])
    code, found = preflight()

    assert code == 1
    assert found["error"].startswith("error: sts:GetCallerIdentity in us-east-1 ")
    assert found["error"].count("\n") == 1


def test_a_part_that_is_throttled_is_not_checked_and_the_rest_is(preflight: Preflight, stack: SandboxStack) -> None:
    """A vault that has the name of ours is still found."""
    stack.client("backup").create_backup_vault(BackupVaultName="orion-prod-aurora")
    faults.put(stack.api(), [Fault(kind="throttle", action="ec2:DescribeSubnets")])
    code, found = preflight()

    assert code == 3
    assert rules(found) == ["name-taken"]
    assert [text.split(" was ")[0] for text in found["unknown"]] == [
        "ec2:DescribeSubnets in us-east-1",
        "ec2:DescribeSubnets in us-west-2",
    ]
