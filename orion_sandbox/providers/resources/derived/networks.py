"""EC2: VPCs, subnets, gateways, addresses, endpoints and flow logs."""

from contextlib import suppress
from typing import Any

from orion_sandbox.providers.calls import Caller, NotFound
from orion_sandbox.providers.resources.declaration import declare
from orion_sandbox.providers.table import sent, step
from orion_sandbox.providers.translate import same_document
from orion_sandbox.providers.values import Values, added_and_removed

VPC_ATTRIBUTES = ("enableDnsHostnames", "enableDnsSupport", "enableNetworkAddressUsageMetrics")
ENDPOINT_LISTS = {"routeTableIds": "RouteTableIds", "securityGroupIds": "SecurityGroupIds", "subnetIds": "SubnetIds"}
FLOW_LOG_SUBJECTS = {"vpcId": "VPC", "subnetId": "Subnet", "eniId": "NetworkInterface"}
IPV6_BLOCK = "Ipv6CidrBlockAssociationSet[0]"


def of_vpc(caller: Caller, identity: str, item: Values) -> dict[str, Any]:
    """Return what DescribeVpcs lacks: attributes, and the resources that AWS creates with a VPC."""
    attributes: dict[str, Any] = {}
    for name in VPC_ATTRIBUTES:
        answer = caller("DescribeVpcAttribute", VpcId=identity, Attribute=name)
        member = name[0].upper() + name[1:]
        attributes[member] = answer.get(member, {}).get("Value")
    inside = [{"Name": "vpc-id", "Values": [identity]}]
    groups = caller("DescribeSecurityGroups", Filters=[*inside, {"Name": "group-name", "Values": ["default"]}])
    tables = caller("DescribeRouteTables", Filters=[*inside, {"Name": "association.main", "Values": ["true"]}])
    acls = caller("DescribeNetworkAcls", Filters=[*inside, {"Name": "default", "Values": ["true"]}])
    arn = f"arn:{caller.partition}:ec2:{caller.region}:{item['OwnerId']}:vpc/{identity}"
    created = {"Groups": groups["SecurityGroups"], "Tables": tables["RouteTables"], "Acls": acls["NetworkAcls"]}
    return {**attributes, **created, "Arn": arn}


def _both(before: Any, after: Any) -> bool:
    return bool(before and after)


def _add_ipv6_to_vpc(caller: Caller, identity: str, old: Values, new: Values) -> None:
    if old and new.get("assignGeneratedIpv6CidrBlock") and not old.get("assignGeneratedIpv6CidrBlock"):
        caller("AssociateVpcCidrBlock", VpcId=identity, AmazonProvidedIpv6CidrBlock=True)


def _add_ipv6_to_subnet(caller: Caller, identity: str, old: Values, new: Values) -> None:
    if old and new.get("ipv6CidrBlock") and not old.get("ipv6CidrBlock"):
        caller("AssociateSubnetCidrBlock", SubnetId=identity, Ipv6CidrBlock=new["ipv6CidrBlock"])


def _attach_gateway(caller: Caller, identity: str, old: Values, new: Values) -> None:
    if old.get("vpcId") == new.get("vpcId"):
        return
    if old.get("vpcId"):
        caller("DetachInternetGateway", InternetGatewayId=identity, VpcId=old["vpcId"])
    if new.get("vpcId"):
        caller("AttachInternetGateway", InternetGatewayId=identity, VpcId=new["vpcId"])


def _detach_gateway(caller: Caller, identity: str, state: Values) -> None:
    if state.get("vpcId"):
        caller("DetachInternetGateway", InternetGatewayId=identity, VpcId=state["vpcId"])


def _associate_address(caller: Caller, identity: str, old: Values, new: Values) -> None:
    places = {"instance": "InstanceId", "networkInterface": "NetworkInterfaceId"}
    if all(old.get(name) == new.get(name) for name in places):
        return
    if any(old.get(name) for name in places):
        _disassociate_address(caller, identity, old)
    if place := {member: new[name] for name, member in places.items() if new.get(name)}:
        caller("AssociateAddress", AllocationId=identity, **place)


def _disassociate_address(caller: Caller, identity: str, _state: Values) -> None:
    (address,) = caller("DescribeAddresses", AllocationIds=[identity])["Addresses"]
    with suppress(NotFound):
        if address.get("AssociationId") and address.get("InstanceId"):
            caller("DisassociateAddress", AssociationId=address["AssociationId"])


def _change_endpoint(caller: Caller, identity: str, old: Values, new: Values) -> None:
    if not old:
        return
    arguments: dict[str, Any] = {}
    for name, member in ENDPOINT_LISTS.items():
        added, removed = added_and_removed(old, new, name)
        arguments |= {f"{verb}{member}": each for verb, each in (("Add", added), ("Remove", removed)) if each}
    if arguments:
        caller("ModifyVpcEndpoint", VpcEndpointId=identity, **arguments)


def _of_endpoint(caller: Caller, _identity: str, item: Values) -> dict[str, Any]:
    names = [{"Name": "prefix-list-name", "Values": [item.get("ServiceName", "")]}]
    found = caller("DescribePrefixLists", Filters=names)["PrefixLists"] if _is_gateway(item) else []
    owner = item.get("OwnerId", "")
    arn = f"arn:{caller.partition}:ec2:{caller.region}:{owner}:vpc-endpoint/{item['VpcEndpointId']}"
    return {"PrefixList": found[0] if found else {}, "Arn": arn}


def _is_gateway(item: Values) -> bool:
    return item.get("VpcEndpointType") == "Gateway"


def _flow_log_subject(inputs: Values) -> dict[str, Any]:
    name = next(name for name in FLOW_LOG_SUBJECTS if inputs.get(name))
    return {"ResourceIds": [inputs[name]], "ResourceType": FLOW_LOG_SUBJECTS[name]}


DECLARATIONS = (
    declare(
        "ec2.Vpc",
        "Vpc",
        reads={
            **{name: name[0].upper() + name[1:] for name in VPC_ATTRIBUTES},
            "ipv6CidrBlock": f"{IPV6_BLOCK}.Ipv6CidrBlock",
            "ipv6AssociationId": f"{IPV6_BLOCK}.AssociationId",
            "defaultSecurityGroupId": "Groups[0].GroupId",
            "defaultNetworkAclId": "Acls[0].NetworkAclId",
            "defaultRouteTableId": "Tables[0].RouteTableId",
            "mainRouteTableId": "Tables[0].RouteTableId",
        },
        defaults={"enableDnsSupport": True, "instanceTenancy": "default"},
        attributes={"ModifyVpcAttribute": VPC_ATTRIBUTES},
        in_place=("instanceTenancy",),
        properties=(
            sent(
                "assignGeneratedIpv6CidrBlock",
                "AmazonProvidedIpv6CidrBlock",
                read="length(Ipv6CidrBlockAssociationSet || `[]`) > `0`",
                only_if_written=True,
            ),
        ),
        observe=of_vpc,
        steps=(_add_ipv6_to_vpc,),
    ),
    declare(
        "ec2.Subnet",
        "Subnet",
        properties=(
            sent(
                "ipv6CidrBlock",
                read=f"{IPV6_BLOCK}.Ipv6CidrBlock",
                replaces_when=_both,
                kept_if_absent=True,
            ),
        ),
        steps=(_add_ipv6_to_subnet,),
        reads={
            "ipv6CidrBlockAssociationId": f"{IPV6_BLOCK}.AssociationId",
            "enableResourceNameDnsARecordOnLaunch": "PrivateDnsNameOptionsOnLaunch.EnableResourceNameDnsARecord",
            "enableResourceNameDnsAaaaRecordOnLaunch": "PrivateDnsNameOptionsOnLaunch.EnableResourceNameDnsAAAARecord",
            "privateDnsHostnameTypeOnLaunch": "PrivateDnsNameOptionsOnLaunch.HostnameType",
        },
        defaults={"assignIpv6AddressOnCreation": False, "mapPublicIpOnLaunch": False},
        attributes={
            "ModifySubnetAttribute": (
                "assignIpv6AddressOnCreation",
                "enableDns64",
                "enableResourceNameDnsARecordOnLaunch",
                "enableResourceNameDnsAaaaRecordOnLaunch",
                "mapPublicIpOnLaunch",
                "privateDnsHostnameTypeOnLaunch",
            )
        },
    ),
    declare(
        "ec2.InternetGateway",
        "InternetGateway",
        properties=(step("vpcId", "Attachments[0].VpcId"),),
        steps=(_attach_gateway,),
        before_delete=_detach_gateway,
    ),
    declare("ec2.EgressOnlyInternetGateway", "EgressOnlyInternetGateway", reads={"vpcId": "Attachments[0].VpcId"}),
    declare(
        "ec2.NatGateway",
        "NatGateway",
        members={"privateIp": "PrivateIpAddress"},
        reads={
            "allocationId": "NatGatewayAddresses[0].AllocationId",
            "associationId": "NatGatewayAddresses[0].AssociationId",
            "networkInterfaceId": "NatGatewayAddresses[0].NetworkInterfaceId",
            "privateIp": "NatGatewayAddresses[0].PrivateIp",
            "publicIp": "NatGatewayAddresses[0].PublicIp",
        },
        defaults={"connectivityType": "public"},
        in_place=(
            "availabilityZoneAddresses",
            "secondaryAllocationIds",
            "secondaryPrivateIpAddressCount",
            "secondaryPrivateIpAddresses",
        ),
        # AWS describes a deleted gateway for an hour.
        found="NatGateways[?State!='deleted'] | [0]",
    ),
    declare(
        "ec2.Eip",
        "Address",
        reads={"privateIp": "PrivateIpAddress"},
        defaults={"domain": "vpc"},
        create="AllocateAddress",
        read="DescribeAddresses",
        delete="ReleaseAddress",
        key="AllocationId",
        found="Addresses[0]",
        properties=(step("instance", "InstanceId", removed=""), step("networkInterface", "NetworkInterfaceId")),
        steps=(_associate_address,),
        before_delete=_disassociate_address,
    ),
    declare(
        "ec2.VpcEndpoint",
        "VpcEndpoint",
        delete="DeleteVpcEndpoints",
        found="VpcEndpoints[?State!='deleted'] | [0]",
        reads={
            "cidrBlocks": "PrefixList.Cidrs",
            "dnsEntries": "DnsEntries[].{dnsName: DnsName, hostedZoneId: HostedZoneId}",
            "networkInterfaceIds": "NetworkInterfaceIds",
            "prefixListId": "PrefixList.PrefixListId",
        },
        defaults={"vpcEndpointType": "Gateway"},
        properties=(
            sent("policy", "PolicyDocument", same=same_document, kept_if_absent=True),
            step("routeTableIds", "RouteTableIds", unordered=True),
            step("securityGroupIds", "Groups[].GroupId", unordered=True, kept_if_absent=True),
            step("subnetIds", "SubnetIds", unordered=True),
        ),
        create_arguments=lambda new: {member: new[name] for name, member in ENDPOINT_LISTS.items() if new.get(name)},
        observe=_of_endpoint,
        steps=(_change_endpoint,),
    ),
    declare(
        "ec2.FlowLog",
        "FlowLog",
        members={"iamRoleArn": "DeliverLogsPermissionArn"},
        reads=dict.fromkeys(FLOW_LOG_SUBJECTS, ""),
        defaults={"logDestinationType": "cloud-watch-logs", "maxAggregationInterval": 600},
        replaces=tuple(FLOW_LOG_SUBJECTS),
        create="CreateFlowLogs",
        delete="DeleteFlowLogs",
        identity="FlowLogIds[0]",
        create_arguments=_flow_log_subject,
    ),
)
