"""EC2: route tables, routes and their associations."""

from collections.abc import Iterator
from typing import Any

from orion_sandbox.providers.calls import Caller
from orion_sandbox.providers.fitting import contains
from orion_sandbox.providers.resources.declaration import declare
from orion_sandbox.providers.table import fixed, step
from orion_sandbox.providers.values import Values

DESTINATIONS = {
    "cidrBlock": "DestinationCidrBlock",
    "ipv6CidrBlock": "DestinationIpv6CidrBlock",
    "destinationPrefixListId": "DestinationPrefixListId",
}
TARGETS = {
    "carrierGatewayId": "CarrierGatewayId",
    "coreNetworkArn": "CoreNetworkArn",
    "egressOnlyGatewayId": "EgressOnlyInternetGatewayId",
    "gatewayId": "GatewayId",
    "localGatewayId": "LocalGatewayId",
    "natGatewayId": "NatGatewayId",
    "networkInterfaceId": "NetworkInterfaceId",
    "odbNetworkArn": "OdbNetworkArn",
    "transitGatewayId": "TransitGatewayId",
    "vpcEndpointId": "VpcEndpointId",
    "vpcPeeringConnectionId": "VpcPeeringConnectionId",
}
OF_ROUTE = {
    "destinationCidrBlock": "DestinationCidrBlock",
    "destinationIpv6CidrBlock": "DestinationIpv6CidrBlock",
    "destinationPrefixListId": "DestinationPrefixListId",
}


def _members(route: Values) -> dict[str, Any]:
    return {member: route[name] for name, member in {**DESTINATIONS, **TARGETS}.items() if route.get(name)}


def _destination(members: Values) -> dict[str, Any]:
    return {member: members[member] for member in DESTINATIONS.values() if member in members}


def _set_routes(caller: Caller, identity: str, old: Values, new: Values) -> None:
    """Replace the table's own routes with the program's, if it sets any."""
    if new.get("routes") is None or old.get("routes") == new["routes"]:
        return
    before = [_members(route) for route in old.get("routes") or ()]
    after = [_members(route) for route in new["routes"]]
    destinations = [_destination(route) for route in after]
    for route in before:
        if _destination(route) not in destinations:
            caller("DeleteRoute", RouteTableId=identity, **_destination(route))
    for route in after:
        if route not in before:
            known = _destination(route) in map(_destination, before)
            caller("ReplaceRoute" if known else "CreateRoute", RouteTableId=identity, **route)


def _own_routes(_caller: Caller, _identity: str, item: Values) -> dict[str, Any]:
    """Return the routes as Terraform's provider does: without those of the VPC itself and of gateway endpoints."""
    return {"Own": list(_written(item.get("Routes", ())))}


def _written(routes: Any) -> Iterator[dict[str, Any]]:
    names = {member: name for name, member in {**DESTINATIONS, **TARGETS}.items()}
    for route in routes:
        if not route.get("GatewayId", "").startswith(("local", "vpce-")):
            yield {names[member]: value for member, value in route.items() if member in names}


def _same_routes(wanted: Any, actual: Any) -> bool:
    return contains(actual, [{name: value for name, value in route.items() if value} for route in wanted])


def _name(identity: str, _state: Values | None = None) -> dict[str, Any]:
    """Return the members that name a route."""
    table, _, destination = identity.partition("_")
    member = "DestinationIpv6CidrBlock" if ":" in destination else "DestinationCidrBlock"
    member = "DestinationPrefixListId" if destination.startswith("pl-") else member
    return {"RouteTableId": table, member: destination}


def _of_route(_caller: Caller, identity: str, item: Values) -> dict[str, Any] | None:
    destination = identity.partition("_")[2]
    found = [each for each in item["Routes"] if destination in _destination(each).values()]
    return {"Found": found[0]} if found else None


def _replace_route(caller: Caller, identity: str, old: Values, new: Values) -> None:
    named = _name(identity)
    targets = {member: new[name] for name, member in TARGETS.items() if new.get(name)}
    if old and any(old.get(name) != new.get(name) for name in TARGETS):
        caller("ReplaceRoute", **named, **targets)


def _replace_main(caller: Caller, new: Values) -> str:
    """Make a table the main one by replacing the VPC's association, of which there is always one."""
    in_vpc = {"Name": "vpc-id", "Values": [new["vpcId"]]}
    is_main = {"Name": "association.main", "Values": ["true"]}
    (table,) = caller("DescribeRouteTables", Filters=[in_vpc, is_main])["RouteTables"]
    return _replace_association(caller, table, new["routeTableId"])


def _replace_association(caller: Caller, main: Values, table: str) -> str:
    (old,) = [each["RouteTableAssociationId"] for each in main["Associations"] if each["Main"]]
    return caller("ReplaceRouteTableAssociation", AssociationId=old, RouteTableId=table)["NewAssociationId"]


def _restore_main(caller: Caller, _identity: str, state: Values) -> None:
    """Restore as main the table that AWS created with the VPC, which is the oldest."""
    tables = caller("DescribeRouteTables", Filters=[{"Name": "vpc-id", "Values": [state["vpcId"]]}])["RouteTables"]
    (main,) = [table for table in tables if any(each["Main"] for each in table["Associations"])]
    _replace_association(caller, main, tables[0]["RouteTableId"])


def _filter(identity: str) -> dict[str, Any]:
    return {"Filters": [{"Name": "association.route-table-association-id", "Values": [identity]}]}


ASSOCIATION = "RouteTables[].Associations[] | [?RouteTableAssociationId=='{id}'] | [0]"

DECLARATIONS = (
    declare(
        "ec2.RouteTable",
        "RouteTable",
        properties=(step("routes", "Own", same=_same_routes),),
        observe=_own_routes,
        steps=(_set_routes,),
    ),
    declare(
        "ec2.Route",
        "Route",
        read="DescribeRouteTables",
        key="RouteTableId",
        found="RouteTables[0]",
        identity=f"join('_', [inputs.routeTableId, {' || '.join(f'inputs.{name}' for name in OF_ROUTE)}])",
        reads={"origin": "Found.Origin", "state": "Found.State", "instanceId": "Found.InstanceId"},
        properties=(
            *(fixed(name, member, read=f"Found.{member}") for name, member in OF_ROUTE.items()),
            fixed("routeTableId"),
            *(step(name, f"Found.{member}", removed="") for name, member in TARGETS.items()),
        ),
        create_arguments=lambda new: {member: new[name] for name, member in TARGETS.items() if new.get(name)},
        read_arguments=lambda identity: {"RouteTableIds": [identity.partition("_")[0]]},
        delete_arguments=_name,
        observe=_of_route,
        steps=(_replace_route,),
    ),
    declare(
        "ec2.RouteTableAssociation",
        delete="DisassociateRouteTable",
        create="AssociateRouteTable",
        read="DescribeRouteTables",
        key="AssociationId",
        found=ASSOCIATION,
        read_arguments=_filter,
    ),
    declare(
        "ec2.MainRouteTableAssociation",
        make=_replace_main,
        replaces=("routeTableId", "vpcId"),
        before_delete=_restore_main,
        create="AssociateRouteTable",
        read="DescribeRouteTables",
        key="AssociationId",
        found=ASSOCIATION,
        read_arguments=_filter,
    ),
)
