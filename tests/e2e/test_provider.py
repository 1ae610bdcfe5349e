"""The stand-in `aws` provider on the real engine: names, replacements, tags, regions, secrets, and what it refuses."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws
import pulumi_random as random
import pytest
from pulumi.automation import CommandError, EngineEvent, OpType

from orion_sandbox.providers.calls import ENDPOINT_VARIABLE, Caller, Refused
from orion_sandbox.stack import SandboxStack
from tests.e2e.sandboxes import Sandbox

Program = Callable[[], None]
REGION = {"aws:region": "us-east-1"}
GROUP = "aws:rds/clusterParameterGroup:ClusterParameterGroup"


def deploy(sandbox: Sandbox, program: Program, config: Mapping[str, Any] = REGION) -> SandboxStack:
    """Deploy, or deploy again, the stack `probe`."""
    stack = sandbox.stack("probe", program=program, config=config)
    stack.up()
    return stack


def refusal(stack: SandboxStack) -> str:
    """What the user reads when a preview is refused."""
    with pytest.raises(CommandError) as refused:
        stack.preview()
    return str(refused.value)


def parameter_group(**arguments: Any) -> Program:
    """A program of one cluster parameter group, the output `name` its physical name."""

    def program() -> None:
        arguments.setdefault("family", "aurora-postgresql17")
        group = aws.rds.ClusterParameterGroup("group", None, None, **arguments)
        pulumi.export("name", group.name)

    return program


def operations(stack: SandboxStack, kind: str) -> list[str]:
    """The engine's steps of an `up` on resources of one type, in their order."""
    steps: list[str] = []

    def note(event: EngineEvent) -> None:
        if event.resource_pre_event and event.resource_pre_event.metadata.type == kind:
            steps.append(event.resource_pre_event.metadata.op.value)

    stack.up(on_event=note)
    return steps


def test_an_unknown_type_is_refused_in_one_line(sandbox: Sandbox) -> None:
    """Nothing is pretended, and nobody wants to read a traceback."""
    stack = sandbox.stack("probe", program=lambda: aws.sqs.Queue("queue") and None, config=REGION)

    message = refusal(stack)

    assert "the sandbox does not imitate the resource type aws:sqs/queue:Queue" in message
    assert "Traceback" not in message


def test_what_it_does_not_imitate_and_what_is_wrong_is_refused_by_name(sandbox: Sandbox) -> None:
    """All at once, before anything is made."""

    def program() -> None:
        aws.cloudwatch.LogGroup(
            "group",
            log_group_class="STANDARD",
            skip_destroy="yes",  # pyright: ignore[reportArgumentType] # wrong on purpose
        )

    message = refusal(sandbox.stack("probe", program=program, config=REGION))

    assert "the sandbox does not imitate the property 'logGroupClass' of aws:cloudwatch/logGroup:LogGroup" in message
    assert "skipDestroy is 'yes', which is no bool" in message
    assert "Traceback" not in message


def test_a_function_is_refused_in_one_line(sandbox: Sandbox) -> None:
    """A component that asks AWS during a preview cannot be tried offline."""
    message = refusal(sandbox.stack("probe", program=lambda: aws.iam.get_account_alias() and None, config=REGION))

    assert "the sandbox does not imitate the function aws:iam/getAccountAlias:getAccountAlias" in message


def test_a_generated_name_stays_with_updates_and_goes_with_a_replacement(sandbox: Sandbox) -> None:
    """And the new group is there before the old one goes, as a group in use demands."""
    first = deploy(sandbox, parameter_group(name_prefix="orion-pg-")).outputs()["name"].value
    tagged = sandbox.stack("probe", program=parameter_group(name_prefix="orion-pg-", tags={"a": "b"}), config=REGION)
    assert operations(tagged, GROUP) == ["update"]
    assert tagged.outputs()["name"].value == first

    newer = parameter_group(name_prefix="orion-pg-", tags={"a": "b"}, family="aurora-postgresql16")
    replaced = sandbox.stack("probe", program=newer, config=REGION)
    assert operations(replaced, GROUP) == ["create-replacement", "replace", "delete-replaced"]

    second = replaced.outputs()["name"].value
    groups = replaced.client("rds").describe_db_cluster_parameter_groups()["DBClusterParameterGroups"]
    assert second != first
    assert second.startswith("orion-pg-")
    assert [group["DBClusterParameterGroupName"] for group in groups if group["Description"] != ""].count(second) == 1
    assert first not in [group["DBClusterParameterGroupName"] for group in groups]


def test_a_written_name_is_freed_before_its_replacement(sandbox: Sandbox) -> None:
    """AWS has room for one group of a name."""
    deploy(sandbox, parameter_group(name="orion-pg"))
    stack = sandbox.stack(
        "probe", program=parameter_group(name="orion-pg", family="aurora-postgresql16"), config=REGION
    )

    assert operations(stack, GROUP) == ["delete-replaced", "replace", "create-replacement"]
    (group,) = stack.client("rds").describe_db_cluster_parameter_groups(DBClusterParameterGroupName="orion-pg")[
        "DBClusterParameterGroups"
    ]
    assert group["DBParameterGroupFamily"] == "aurora-postgresql16"


def test_default_tags_reach_aws_and_later_changes_of_them_too(sandbox: Sandbox) -> None:
    """They live in the provider's configuration; the program's own tags win."""

    def tags(config: Mapping[str, Any]) -> dict[str, str]:
        stack = deploy(sandbox, parameter_group(name="orion-pg", tags={"Owner": "data"}), {**REGION, **config})
        client = stack.client("rds")
        (group,) = client.describe_db_cluster_parameter_groups(DBClusterParameterGroupName="orion-pg")[
            "DBClusterParameterGroups"
        ]
        found = client.list_tags_for_resource(ResourceName=group["DBClusterParameterGroupArn"])["TagList"]
        return {tag["Key"]: tag["Value"] for tag in found}

    assert tags({"aws:defaultTags": {"tags": {"Owner": "x", "Cost": "1"}}}) == {"Owner": "data", "Cost": "1"}
    assert tags({"aws:defaultTags": {"tags": {"Cost": "2"}}}) == {"Owner": "data", "Cost": "2"}
    assert tags({}) == {"Owner": "data"}


def test_a_resource_may_lie_in_another_region(sandbox: Sandbox) -> None:
    """`region=` on the resource, without a second provider."""
    stack = deploy(sandbox, parameter_group(name="orion-pg", region="us-west-2"))

    def names(region: str) -> list[str]:
        answer = stack.client("rds", region).describe_db_cluster_parameter_groups()
        return [group["DBClusterParameterGroupName"] for group in answer["DBClusterParameterGroups"]]

    assert "orion-pg" in names("us-west-2")
    assert "orion-pg" not in names("us-east-1")


def test_each_provider_of_a_program_keeps_its_own_configuration(sandbox: Sandbox) -> None:
    """One process serves them all: the default one and two explicit ones, with other regions and default tags."""

    def program() -> None:
        aws.cloudwatch.LogGroup("own", name="/own")
        for region in ("us-west-2", "eu-west-1"):
            tags = aws.ProviderDefaultTagsArgs(tags={"Region": region})
            provider = aws.Provider(region, region=region, default_tags=tags)
            aws.cloudwatch.LogGroup(f"in-{region}", name=f"/{region}", opts=pulumi.ResourceOptions(provider=provider))

    stack = deploy(sandbox, program)

    for region, name in {"us-east-1": "/own", "us-west-2": "/us-west-2", "eu-west-1": "/eu-west-1"}.items():
        logs = stack.client("logs", region)
        (group,) = logs.describe_log_groups()["logGroups"]
        tags = logs.list_tags_for_resource(resourceArn=group["logGroupArn"])["tags"]
        assert group["logGroupName"] == name
        assert tags == ({} if name == "/own" else {"Region": region})
    assert set(stack.preview(refresh=True).change_summary) == {OpType.SAME}


def test_an_incomplete_resource_stays_in_state_and_the_next_up_completes_it(sandbox: Sandbox) -> None:
    """The group is created, its parameters are refused: losing it from state would leave it orphaned."""

    def program(retention_days: int) -> Program:
        return lambda: aws.cloudwatch.LogGroup("logs", name="/orion", retention_in_days=retention_days) and None

    stack = sandbox.stack("probe", program=program(31), config=REGION)
    with pytest.raises(CommandError, match="InvalidParameterException"):
        stack.up()
    (group,) = stack.client("logs").describe_log_groups()["logGroups"]
    assert "retentionInDays" not in group

    completed = sandbox.stack("probe", program=program(30), config=REGION).up()
    assert completed.summary.resource_changes == {"update": 1, "same": 1}
    (group,) = stack.client("logs").describe_log_groups()["logGroups"]
    assert group["retentionInDays"] == 30


def test_an_incomplete_update_is_continued_where_it_stopped(sandbox: Sandbox) -> None:
    """The description is changed, the trust policy refused: state knows which of the two is done."""

    def program(description: str, trust: str) -> Program:
        return lambda: aws.iam.Role("role", name="role", description=description, assume_role_policy=trust) and None

    def trust(service: str) -> str:
        statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": service}}
        return json.dumps({"Version": "2012-10-17", "Statement": [statement]})

    deploy(sandbox, program("first", trust("rds.amazonaws.com")))
    broken = sandbox.stack("probe", program=program("second", '{"Version": "2012-10-17"}'), config=REGION)
    with pytest.raises(CommandError, match="MalformedPolicyDocument"):
        broken.up()
    assert broken.client("iam").get_role(RoleName="role")["Role"]["Description"] == "second"

    changed: list[str] = []

    def note(event: EngineEvent) -> None:
        if event.resource_pre_event:
            changed.extend(event.resource_pre_event.metadata.diffs or ())

    sandbox.stack("probe", program=program("second", trust("ecs.amazonaws.com")), config=REGION).up(on_event=note)
    role = broken.client("iam").get_role(RoleName="role")["Role"]
    assert changed == ["assumeRolePolicy"]
    assert "ecs.amazonaws.com" in json.dumps(role["AssumeRolePolicyDocument"])


def test_a_secret_is_nowhere_in_clear_text(sandbox: Sandbox, tmp_path: Path) -> None:
    """Not in Pulumi's state, not in a log, not in the engine's output, after up, refresh and a replacement."""

    def program() -> None:
        password = random.RandomPassword("password", length=32, special=False)
        secret = aws.secretsmanager.Secret("secret", name="orion", recovery_window_in_days=0)
        value = pulumi.Output.json_dumps({"password": password.result})
        aws.secretsmanager.SecretVersion("version", secret_id=secret.id, secret_string=value)

    stack = deploy(sandbox, program)
    value = stack.client("secretsmanager").get_secret_value(SecretId="orion")["SecretString"]
    password = json.loads(value)["password"]
    stack.client("secretsmanager").put_secret_value(SecretId="orion", SecretString='{"password": "rotated-by-hand"}')
    output = stack.refresh(show_secrets=False).stdout + stack.preview(refresh=True, diff=True).stdout

    assert len(password) == 32
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files, "a folder without files proves nothing"
    for clear in (password, "rotated-by-hand"):
        assert clear not in output
        assert [path for path in files if clear.encode() in path.read_bytes()] == []


def test_values_that_only_up_can_tell_are_unknown_in_a_preview(sandbox: Sandbox) -> None:
    """An assertion that sees a made-up value would prove nothing."""
    known: list[bool] = []

    def program() -> None:
        role = aws.iam.Role("role", assume_role_policy='{"Version": "2012-10-17", "Statement": []}')
        pulumi.Output.all(role.arn).apply(lambda _: known.append(True))

    stack = sandbox.stack("probe", program=program, config=REGION)
    stack.preview()
    assert known == []


def test_what_exists_already_is_imported_and_then_at_rest(sandbox: Sandbox) -> None:
    """An import takes over; the next preview changes nothing."""

    def program(import_: str | None) -> Program:
        options = pulumi.ResourceOptions(import_=import_)
        return lambda: (
            aws.rds.ClusterParameterGroup(
                "group",
                name="by-hand",
                family="aurora-postgresql17",
                description="made by hand",
                parameters=[{"name": "log_statement", "value": "ddl", "apply_method": "immediate"}],
                tags={"Owner": "data"},
                opts=options,
            )
            and None
        )

    missing = sandbox.stack("probe", program=program("by-hand"), config=REGION)
    # test_import has the reason. Here the engine may end a program before it prints why.
    with pytest.raises(CommandError):
        missing.up()
    client = missing.client("rds")
    client.create_db_cluster_parameter_group(
        DBClusterParameterGroupName="by-hand",
        DBParameterGroupFamily="aurora-postgresql17",
        Description="made by hand",
        Tags=[{"Key": "Owner", "Value": "data"}],
    )
    client.modify_db_cluster_parameter_group(
        DBClusterParameterGroupName="by-hand",
        Parameters=[{"ParameterName": "log_statement", "ParameterValue": "ddl", "ApplyMethod": "immediate"}],
    )

    imported = sandbox.stack("probe", program=program("by-hand"), config=REGION).up()
    assert imported.summary.resource_changes == {"import": 1, "same": 1}
    after = sandbox.stack("probe", program=program(None), config=REGION).preview(refresh=True)
    assert set(after.change_summary) == {OpType.SAME}


def test_what_vanished_is_made_again(sandbox: Sandbox) -> None:
    """Somebody deleted it by hand."""
    stack = deploy(sandbox, parameter_group(name="orion-pg"))
    stack.client("rds").delete_db_cluster_parameter_group(DBClusterParameterGroupName="orion-pg")

    assert stack.up(refresh=True).summary.resource_changes == {"create": 1, "same": 1}
    assert stack.client("rds").describe_db_cluster_parameter_groups(DBClusterParameterGroupName="orion-pg")


def test_it_calls_nothing_but_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in that reached real AWS would be worse than none."""
    for address in ("", "https://rds.us-east-1.amazonaws.com", "http://127.0.0.1.example.com", "http://10.0.0.1:4566"):
        monkeypatch.setenv(ENDPOINT_VARIABLE, address)
        with pytest.raises(Refused, match="not a loopback address"):
            Caller("rds", "us-east-1")
