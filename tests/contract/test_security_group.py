"""The security group's class of this package against the SDK's."""

from collections.abc import Callable
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest
from pulumi.runtime.proto import resource_pb2

from orion_rds.components.security_group import SecurityGroup
from orion_rds.testing import record
from orion_rds.testing.monitor import RecordingMonitor
from orion_rds.testing.wire_format import decode

PLACE = ("sourcePosition", "stackTrace", "parentStackTraceHandle")
"""Where in a program the resource is made."""

Make = Callable[[pulumi.ResourceOptions], pulumi.CustomResource]


def _inputs() -> dict[str, Any]:
    return {
        "region": "us-west-2",
        "name_prefix": "orion-prod-aurora-",
        "description": "Who may connect to orion-prod-aurora",
        "vpc_id": pulumi.Output.from_input("vpc-0a1b2c3d4e5f60718"),
        # A tag may be called as an input is in Python, and keeps its name.
        "tags": {"Name": "orion-prod-aurora", "vpc_id": "1"},
    }


def _ours(opts: pulumi.ResourceOptions) -> pulumi.CustomResource:
    return SecurityGroup("group", **_inputs(), opts=opts)


def _theirs(opts: pulumi.ResourceOptions) -> pulumi.CustomResource:
    return aws.ec2.SecurityGroup("group", **_inputs(), opts=opts)


@pytest.fixture
def requests(monkeypatch: pytest.MonkeyPatch) -> list[resource_pb2.RegisterResourceRequest]:
    """Every request of a recording."""
    taken: list[resource_pb2.RegisterResourceRequest] = []
    register = RecordingMonitor.RegisterResource

    def keep(self: RecordingMonitor, request: resource_pb2.RegisterResourceRequest) -> Any:
        taken.append(request)
        return register(self, request)

    monkeypatch.setattr(RecordingMonitor, "RegisterResource", keep)
    return taken


def test_the_engine_gets_the_same_request(requests: list[resource_pb2.RegisterResourceRequest]) -> None:
    """State, previews and transforms see `aws:ec2/securityGroup:SecurityGroup` of the SDK's version from both."""
    for make in (_ours, _theirs):
        record(lambda make=make: make(pulumi.ResourceOptions(ignore_changes=["tags"], protect=True)))

    ours, theirs = (request for request in requests if request.type != "pulumi:pulumi:Stack")
    for request in (ours, theirs):
        for place in PLACE:
            request.ClearField(place)
    assert theirs.version
    assert decode(theirs.object)[0]["tags"]["vpc_id"] == "1"
    assert ours == theirs


def test_a_transformation_of_the_caller_sees_and_sets_the_same_names() -> None:
    """The older kind of transformation runs in the program, and has the names of Python."""
    seen = list[tuple[str, set[str]]]()

    def rename(args: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult:
        given = {name for name, value in args.props.items() if value is not None}
        seen.append((args.type_, given))
        return pulumi.ResourceTransformationResult({**args.props, "name_prefix": "other-"}, args.opts)

    recordings = [
        record(lambda make=make: make(pulumi.ResourceOptions(transformations=[rename]))) for make in (_ours, _theirs)
    ]

    assert seen[0] == seen[1]
    assert [recording.named("group")[0].inputs["namePrefix"] for recording in recordings] == ["other-", "other-"]
    assert recordings[0].named("group")[0].inputs == recordings[1].named("group")[0].inputs


@pytest.mark.parametrize("make", [_ours, _theirs])
def test_an_id_is_an_output_of_either(make: Make) -> None:
    """Rules and clusters refer to the group by it."""
    recording = record(lambda: pulumi.export("id", make(pulumi.ResourceOptions()).id))

    assert recording.exports["id"].startswith("sg-")
