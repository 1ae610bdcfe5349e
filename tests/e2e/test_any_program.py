"""A program that nobody wrote for the sandbox, from an empty folder."""

from pathlib import Path

import pytest
from pulumi.automation import CommandError, EngineEvent, OpType

from orion_sandbox.engine import Engine
from orion_sandbox.project import read_project
from orion_sandbox.stack import SandboxStack
from tests.warm import forked_apis

PROGRAM = """
import pulumi
import pulumi_aws as aws
import pulumi_random as random

network = pulumi.StackReference("acme/network/prod")
name = random.RandomPet("name")
password = random.RandomPassword("password", length=20)
group = aws.ec2.SecurityGroup("app", vpc_id=network.require_output("vpc_id"))
subnets = aws.rds.SubnetGroup("data", subnet_ids=["subnet-0a1b2c3d4e5f60721", "subnet-0a1b2c3d4e5f60722"])
events = [aws.kinesis.Stream(f"events-{number}", shard_count=1, tags={"Name": name.id}) for number in range(2)]
queues = aws.sqs.get_queues(queue_name_prefix="orders")
logs = aws.cloudwatch.LogGroup("logs", log_group_class="STANDARD")
statement = {"actions": ["kinesis:PutRecord"], "resources": [events[0].arn]}
document = aws.iam.get_policy_document_output(statements=[statement])
aws.iam.Policy("write", policy=document.json)
pulumi.export("stream", events[0].arn)
pulumi.export("login", network.require_output("login"))
pulumi.export("vpc", group.vpc_id)
"""
REFERENCES = "acme/network/prod: {vpc_id: vpc-0a1b2c3d4e5f60720, login: open}\n"
UNJUDGED = [
    "created in the sandbox, since only the program names it: subnet-0a1b2c3d4e5f60721, subnet-0a1b2c3d4e5f60722",
    "created in the sandbox, since only the program names it: vpc-0a1b2c3d4e5f60720",
    "the sandbox does not imitate aws:kinesis/stream:Stream: it is kept in the state, and its id, ARN and outputs are "
    "made up",
    "the sandbox does not imitate aws:sqs/getQueues:getQueues: its result is made up",
    "the sandbox does not imitate the property 'logGroupClass' of aws:cloudwatch/logGroup:LogGroup: it is kept in the "
    "state only",
]


def warnings_of(event: EngineEvent) -> list[str]:
    """The warning of an event, if it is one."""
    said = event.diagnostic_event
    return [said.message.strip()] if said and said.severity == "warning" else []


def test_a_strangers_program_is_deployed_and_what_nothing_judged_is_said(tmp_path: Path, engine: Engine) -> None:
    """Strict, it is refused by name; else it is at rest after one up, and goes as a whole."""
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    (tmp_path / "__main__.py").write_text(PROGRAM)
    (tmp_path / "stack-references.yaml").write_text(REFERENCES)
    reports: list[str] = []

    def stack(*, strict: bool) -> SandboxStack:
        return SandboxStack(
            "test",
            read_project(tmp_path / "Pulumi.yaml"),
            folder=tmp_path / "sandboxes" / "test",
            engine=engine,
            report=reports.append,
            strict=strict,
        )

    lenient = stack(strict=False)
    said: list[str] = []

    def note(event: EngineEvent) -> None:
        said.extend(warnings_of(event))

    try:
        with forked_apis(), pytest.raises(CommandError, match="does not imitate the resource type aws:kinesis/stream"):
            stack(strict=True).preview()
        made = lenient.up(on_event=note)
        number = (made.summary.resource_changes or {})[OpType.CREATE]
        (policy,) = lenient.client("iam").list_policies(Scope="Local")["Policies"]
        after = lenient.preview(refresh=True).change_summary
        destroyed = lenient.destroy()
    finally:
        lenient.discard()

    stream, login = (made.outputs[name].value for name in ("stream", "login"))
    assert stream.startswith("arn:aws:kinesis:us-east-1:123456789012:stream/events-0-")
    assert (login, made.outputs["vpc"].value) == ("open", "vpc-0a1b2c3d4e5f60720")
    assert policy["PolicyName"].startswith("write-")
    assert sorted(set(said)) == UNJUDGED
    assert len(said) == len(UNJUDGED)
    assert reports[0].startswith("there is no Pulumi.test.yaml")
    assert after == {OpType.SAME: number}
    assert destroyed.summary.resource_changes == {"delete": number}
