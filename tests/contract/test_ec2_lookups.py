"""The look-ups of EC2 of this package against the SDK's."""

import subprocess
import sys
from collections.abc import Callable, Sequence

import pulumi
import pulumi_aws as aws
import pytest
from pulumi.runtime.proto import resource_pb2

from orion_rds.components import ec2_lookups
from orion_rds.plan.names_taken import Name
from orion_rds.plan.networks import SECURITY_GROUP, SUBNET, VPC, Place
from orion_rds.testing import record
from orion_rds.testing.monitor import RecordingMonitor

REGION = "us-west-2"
GROUP_ID, SUBNET_ID, VPC_ID = "sg-0a1b2c3d4e5f60718", "subnet-0a1b2c3d4e5f60718", "vpc-0a1b2c3d4e5f60718"
ANSWERS = {
    "aws:ec2/getSecurityGroup:getSecurityGroup": {"vpcId": VPC_ID, "description": "of an application"},
    "aws:ec2/getSubnet:getSubnet": {"vpcId": VPC_ID, "availabilityZone": "us-west-2a"},
    "aws:ec2/getVpcs:getVpcs": {"ids": [VPC_ID]},
}
PLACE = ("sourcePosition", "stackTrace", "parentStackTraceHandle")
"""Where in a program the look-up is made."""

LookUp = Callable[[pulumi.InvokeOptions], Place | None]


def _security_group(opts: pulumi.InvokeOptions) -> Place:
    found = aws.ec2.get_security_group(id=GROUP_ID, region=REGION, opts=opts)
    return Place(vpc=found.vpc_id, description=found.description)


def _subnet(opts: pulumi.InvokeOptions) -> Place:
    found = aws.ec2.get_subnet(id=SUBNET_ID, region=REGION, opts=opts)
    return Place(vpc=found.vpc_id, zone=found.availability_zone)


def _vpc(opts: pulumi.InvokeOptions) -> Place:
    asked = aws.ec2.GetVpcsFilterArgs(name="vpc-id", values=[VPC_ID])
    (found,) = aws.ec2.get_vpcs(filters=[asked], region=REGION, opts=opts).ids
    return Place(vpc=found)


CASES: dict[str, tuple[LookUp, LookUp]] = {
    "security group": (
        lambda opts: ec2_lookups.security_group(Name(SECURITY_GROUP, REGION, GROUP_ID), opts),
        _security_group,
    ),
    "subnet": (lambda opts: ec2_lookups.subnet(Name(SUBNET, REGION, SUBNET_ID), opts), _subnet),
    "vpc": (lambda opts: ec2_lookups.vpc(Name(VPC, REGION, VPC_ID), opts), _vpc),
}


@pytest.mark.parametrize(("ours", "theirs"), CASES.values(), ids=CASES)
def test_the_engine_gets_the_same_request_and_both_read_the_same(
    ours: LookUp, theirs: LookUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The version of the provider too, which chooses the plugin that answers."""
    requests, found = list[resource_pb2.ResourceInvokeRequest](), list[Place | None]()
    invoke = RecordingMonitor.Invoke

    def keep(self: RecordingMonitor, request: resource_pb2.ResourceInvokeRequest) -> object:
        requests.append(request)
        return invoke(self, request)

    monkeypatch.setattr(RecordingMonitor, "Invoke", keep)
    _look_up([ours, theirs], found)

    for request in requests:
        for place in PLACE:
            request.ClearField(place)
    first, second = requests
    assert second.version
    assert first == second
    assert found[0] == found[1] != Place()


def _look_up(functions: Sequence[LookUp], found: list[Place | None]) -> None:
    """Call them as the guard does, in a hook of a component."""

    class Part(pulumi.ComponentResource):
        def __init__(self) -> None:
            async def hook(_: pulumi.ResourceHookArgs) -> None:
                found.extend(function(pulumi.InvokeOptions(parent=self)) for function in functions)

            hooks = pulumi.ResourceHookBinding(before_create=[pulumi.ResourceHook("ask", hook)])
            super().__init__("orion-rds:index:Part", "part", {}, pulumi.ResourceOptions(hooks=hooks))

    record(Part, answers=ANSWERS)


LOOKED_UP = """
import asyncio, sys
import pulumi
from orion_rds.components.lookups import PLACES
from orion_rds.plan.names_taken import Name

class Nothing(pulumi.runtime.Mocks):
    def new_resource(self, args):
        return args.name, {}

    def call(self, args):
        return {}

asyncio.set_event_loop(asyncio.new_event_loop())
pulumi.runtime.set_mocks(Nothing())
for kind, look_up in PLACES.items():
    look_up(Name(kind, None, "name"), pulumi.InvokeOptions())
print(*sys.modules)
"""


def test_a_look_up_does_not_load_the_module_of_ec2() -> None:
    """It takes as long as half of all other imports, and each deployment of a new database looks up its network."""
    answer = subprocess.run([sys.executable, "-c", LOOKED_UP], capture_output=True, text=True, check=True)

    loaded = answer.stdout.split()
    assert "pulumi_aws.rds.get_subnet_group" in loaded
    assert [name for name in loaded if name.startswith("pulumi_aws.ec2.")] == []
