"""Functions that look up networks."""

from typing import Any

from orion_sandbox.providers.calls import Caller
from orion_sandbox.providers.lookup import Lookup
from orion_sandbox.providers.resources import tagging
from orion_sandbox.providers.resources.derived.networks import IPV6_BLOCK, of_vpc
from orion_sandbox.providers.values import Values


def _of_vpc(caller: Caller, item: Any) -> Values:
    return of_vpc(caller, item["VpcId"], item)


NETWORK = (
    Lookup(
        function="aws:ec2/getSecurityGroup:getSecurityGroup",
        service="ec2",
        operation="DescribeSecurityGroups",
        arguments={"id": "GroupIds"},
        filters={"name": "group-name", "vpcId": "vpc-id"},
        found="SecurityGroups",
        noun="EC2 Security Group",
        identity="GroupId",
        properties={"arn": "SecurityGroupArn", "description": "Description", "name": "GroupName", "vpcId": "VpcId"},
        tagging=tagging.SECURITY_GROUP,
    ),
    Lookup(
        function="aws:ec2/getSubnet:getSubnet",
        service="ec2",
        operation="DescribeSubnets",
        arguments={"id": "SubnetIds"},
        filters={
            "availabilityZone": "availability-zone",
            "cidrBlock": "cidr-block",
            "defaultForAz": "default-for-az",
            "state": "state",
            "vpcId": "vpc-id",
        },
        found="Subnets",
        noun="EC2 Subnet",
        identity="SubnetId",
        properties={
            "arn": "SubnetArn",
            "availabilityZone": "AvailabilityZone",
            "availabilityZoneId": "AvailabilityZoneId",
            "availableIpAddressCount": "AvailableIpAddressCount",
            "cidrBlock": "CidrBlock",
            "defaultForAz": "DefaultForAz",
            "mapPublicIpOnLaunch": "MapPublicIpOnLaunch",
            "ownerId": "OwnerId",
            "state": "State",
            "vpcId": "VpcId",
        },
        tagging=tagging.SUBNET,
    ),
    Lookup(
        function="aws:ec2/getSubnets:getSubnets",
        service="ec2",
        operation="DescribeSubnets",
        filters={},
        found="Subnets",
        properties={"ids": "[].SubnetId"},
    ),
    Lookup(
        function="aws:ec2/getRouteTables:getRouteTables",
        service="ec2",
        operation="DescribeRouteTables",
        filters={"vpcId": "vpc-id"},
        found="RouteTables",
        properties={"ids": "[].RouteTableId"},
    ),
    Lookup(
        function="aws:ec2/getSecurityGroups:getSecurityGroups",
        service="ec2",
        operation="DescribeSecurityGroups",
        filters={},
        found="SecurityGroups",
        properties={"arns": "[].SecurityGroupArn", "ids": "[].GroupId", "vpcIds": "[].VpcId"},
    ),
    Lookup(
        function="aws:ec2/getVpc:getVpc",
        service="ec2",
        operation="DescribeVpcs",
        arguments={"id": "VpcIds"},
        filters={
            "cidrBlock": "cidr",
            "default": "is-default",
            "dhcpOptionsId": "dhcp-options-id",
            "state": "state",
        },
        found="Vpcs",
        noun="EC2 VPC",
        identity="VpcId",
        properties={
            "arn": "Arn",
            "cidrBlock": "CidrBlock",
            "cidrBlockAssociations": "CidrBlockAssociationSet[].{associationId: AssociationId, cidrBlock: CidrBlock, "
            "state: CidrBlockState.State}",
            "default": "IsDefault",
            "dhcpOptionsId": "DhcpOptionsId",
            "enableDnsHostnames": "EnableDnsHostnames",
            "enableDnsSupport": "EnableDnsSupport",
            "enableNetworkAddressUsageMetrics": "EnableNetworkAddressUsageMetrics",
            "instanceTenancy": "InstanceTenancy",
            "ipv6AssociationId": f"{IPV6_BLOCK}.AssociationId",
            "ipv6CidrBlock": f"{IPV6_BLOCK}.Ipv6CidrBlock",
            "mainRouteTableId": "Tables[0].RouteTableId",
            "ownerId": "OwnerId",
            "state": "State",
        },
        tagging=tagging.of_ec2("vpc"),
        observe=_of_vpc,
    ),
    Lookup(
        function="aws:ec2/getVpcs:getVpcs",
        service="ec2",
        operation="DescribeVpcs",
        filters={},
        found="Vpcs",
        properties={"ids": "[].VpcId"},
    ),
    Lookup(
        function="aws:index/getAvailabilityZones:getAvailabilityZones",
        service="ec2",
        operation="DescribeAvailabilityZones",
        arguments={"allAvailabilityZones": "AllAvailabilityZones"},
        filters={"state": "state"},
        found="AvailabilityZones",
        properties={"groupNames": "[].GroupName", "names": "[].ZoneName", "zoneIds": "[].ZoneId"},
    ),
)
"""Functions of EC2."""
