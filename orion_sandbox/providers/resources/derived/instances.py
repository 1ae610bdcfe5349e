"""EC2: instances, launch templates and key pairs."""

from typing import Any

from orion_sandbox.providers.calls import Caller
from orion_sandbox.providers.resources.declaration import declare
from orion_sandbox.providers.table import sent
from orion_sandbox.providers.values import Values

MAX_KEY_NAME = 255


def _one(new: Values) -> dict[str, Any]:
    profile = {"IamInstanceProfile": {"Name": new["iamInstanceProfile"]}} if new.get("iamInstanceProfile") else {}
    return {"MinCount": 1, "MaxCount": 1, **profile}


def _change_instance(caller: Caller, identity: str, old: Values, new: Values) -> None:
    if not old:
        return
    if old.get("instanceType") != new.get("instanceType"):
        caller("StopInstances", InstanceIds=[identity])
        caller("ModifyInstanceAttribute", InstanceId=identity, InstanceType={"Value": new["instanceType"]})
        caller("StartInstances", InstanceIds=[identity])
    if new.get("vpcSecurityGroupIds") and old.get("vpcSecurityGroupIds") != new["vpcSecurityGroupIds"]:
        caller("ModifyInstanceAttribute", InstanceId=identity, Groups=new["vpcSecurityGroupIds"])


DECLARATIONS = (
    declare(
        "ec2.Instance",
        "Instance",
        members={
            "ami": "ImageId",
            "associatePublicIpAddress": "",
            "availabilityZone": "",
            "iamInstanceProfile": "",
            "monitoring": "",
        },
        reads={
            "availabilityZone": "Placement.AvailabilityZone",
            "monitoring": "",
            "privateDns": "PrivateDnsName",
            "privateIp": "PrivateIpAddress",
            "publicDns": "PublicDnsName",
            "publicIp": "PublicIpAddress",
            "primaryNetworkInterfaceId": "NetworkInterfaces[0].NetworkInterfaceId",
            "instanceState": "State.Name",
        },
        properties=(
            sent("instanceType"),
            sent("userData", read=""),
            sent("vpcSecurityGroupIds", "SecurityGroupIds", read="SecurityGroups[].GroupId", unordered=True),
        ),
        steps=(_change_instance,),
        in_place=(
            "creditSpecification",
            "disableApiStop",
            "disableApiTermination",
            "ebsOptimized",
            "instanceInitiatedShutdownBehavior",
            "maintenanceOptions",
            "metadataOptions",
            "privateDnsNameOptions",
        ),
        replaces=("hostResourceGroupArn",),
        create="RunInstances",
        read="DescribeInstances",
        delete="TerminateInstances",
        # AWS describes a terminated instance for an hour.
        found="Reservations[0].Instances[?State.Name!='terminated'] | [0]",
        identity="Instances[0].InstanceId",
        create_arguments=_one,
    ),
    declare(
        "ec2.LaunchTemplate",
        "LaunchTemplate",
        inside="LaunchTemplateData",
        members={"vpcSecurityGroupIds": "SecurityGroupIds"},
        reads={"defaultVersion": "", "latestVersion": "LatestVersionNumber"},
        modify="CreateLaunchTemplateVersion",
    ),
    declare(
        "ec2.KeyPair",
        "KeyPair",
        name="keyName",
        name_limit=MAX_KEY_NAME,
        create="ImportKeyPair",
        key="KeyName",
        identity="KeyName",
        members={"publicKey": "PublicKeyMaterial"},
        reads={"fingerprint": "KeyFingerprint", "publicKey": ""},
    ),
)
