"""Route 53: hosted zones and their records."""

import re
from typing import Any
from uuid import uuid4

from orion_sandbox.providers.calls import Caller
from orion_sandbox.providers.resources import tagging
from orion_sandbox.providers.resources.declaration import declare
from orion_sandbox.providers.table import local, step
from orion_sandbox.providers.values import Values

RECORD_ID = re.compile(r"(?P<zone>[A-Z0-9]+)_(?P<name>.*?)_(?P<type>[A-Z]+)(?:_(?P<set>.*))?")
"""The form of an id: zone, full name, type, and the set identifier of one of several records."""
OF_ZONE = {"NS", "SOA"}
"""Types of the records that AWS creates and deletes together with a zone."""


def _same_name(wanted: str, actual: str) -> bool:
    return wanted.rstrip(".").lower() == actual.rstrip(".").lower()


# Zones.


def _make_zone(caller: Caller, new: Values) -> str:
    first, *others = [_vpc(caller, each) for each in new.get("vpcs") or ()] or [None]
    configuration = {"Comment": new["comment"], "PrivateZone": first is not None}
    answer = caller(
        "CreateHostedZone",
        Name=new["name"],
        CallerReference=uuid4().hex,
        HostedZoneConfig=configuration,
        **({"VPC": first} if first else {}),
    )
    identity = answer["HostedZone"]["Id"].removeprefix("/hostedzone/")
    for each in others:
        caller("AssociateVPCWithHostedZone", HostedZoneId=identity, VPC=each)
    return identity


def _vpc(caller: Caller, given: Values) -> dict[str, str]:
    return {"VPCId": given["vpcId"], "VPCRegion": given.get("vpcRegion") or caller.region}


def _change_zone(caller: Caller, identity: str, old: Values, new: Values) -> None:
    if not old:
        return
    if old.get("comment") != new.get("comment"):
        caller("UpdateHostedZoneComment", Id=identity, Comment=new["comment"])
    before, after = ([_vpc(caller, each) for each in values.get("vpcs") or ()] for values in (old, new))
    for each in after:
        if each not in before:
            caller("AssociateVPCWithHostedZone", HostedZoneId=identity, VPC=each)
    for each in before:
        if each not in after:
            caller("DisassociateVPCFromHostedZone", HostedZoneId=identity, VPC=each)


def of_zone(caller: Caller, identity: str, item: Values) -> dict[str, Any]:
    """Return the properties that GetHostedZone lacks or returns in another form."""
    tags = caller("ListTagsForResource", ResourceType="hostedzone", ResourceId=identity)["ResourceTagSet"]
    servers = item.get("DelegationSet", {}).get("NameServers", [])
    vpcs = [{"vpcId": each["VPCId"], "vpcRegion": each["VPCRegion"]} for each in item.get("VPCs", ())]
    return {
        "Tags": tags.get("Tags", []),
        "Arn": f"arn:{caller.partition}:route53:::hostedzone/{identity}",
        "ZoneId": identity,
        "Servers": sorted(servers),
        "Vpcs": vpcs,
    }


def _same_vpcs(wanted: Any, actual: Any) -> bool:
    return sorted(each["vpcId"] for each in wanted) == sorted(each["vpcId"] for each in actual)


def _delete_records(caller: Caller, identity: str, state: Values) -> None:
    if not state.get("forceDestroy"):
        return
    for record in caller("ListResourceRecordSets", HostedZoneId=identity)["ResourceRecordSets"]:
        if record["Type"] not in OF_ZONE:
            _change(caller, identity, "DELETE", record)


# Records.


def _make_record(caller: Caller, new: Values) -> str:
    zone, name = new["zoneId"], _full_name(caller, new)
    _change(caller, zone, "UPSERT" if new.get("allowOverwrite") else "CREATE", _record(name, new))
    parts = [zone, name, new["type"], *([new["setIdentifier"]] if new.get("setIdentifier") else [])]
    return "_".join(parts)


def _full_name(caller: Caller, new: Values) -> str:
    zone = caller("GetHostedZone", Id=new["zoneId"])["HostedZone"]["Name"].rstrip(".")
    name = new["name"].rstrip(".").lower()
    return name if name == zone or name.endswith(f".{zone}") else f"{name}.{zone}".removeprefix(".")


def _record(name: str, new: Values) -> dict[str, Any]:
    record: dict[str, Any] = {"Name": name, "Type": new["type"]}
    if new.get("records"):
        record |= {
            "TTL": int(new["ttl"]),
            "ResourceRecords": [{"Value": _quoted(new, each)} for each in new["records"]],
        }
    for alias in new.get("aliases") or ():
        record["AliasTarget"] = {
            "DNSName": alias["name"],
            "HostedZoneId": alias["zoneId"],
            "EvaluateTargetHealth": bool(alias.get("evaluateTargetHealth")),
        }
    if new.get("setIdentifier"):
        record["SetIdentifier"] = new["setIdentifier"]
    for policy in new.get("weightedRoutingPolicies") or ():
        record["Weight"] = int(policy["weight"])
    for policy in new.get("failoverRoutingPolicies") or ():
        record["Failover"] = policy["type"]
    for policy in new.get("latencyRoutingPolicies") or ():
        record["Region"] = policy["region"]
    return record


def _quoted(new: Values, value: str) -> str:
    return f'"{value}"' if new["type"] in {"TXT", "SPF"} and not value.startswith('"') else value


def _unquoted(values: Any) -> list[str]:
    return [value.strip('"') for value in values]


def _change(caller: Caller, zone: str, action: str, record: Values) -> None:
    changes = [{"Action": action, "ResourceRecordSet": record}]
    caller("ChangeResourceRecordSets", HostedZoneId=zone, ChangeBatch={"Changes": changes})


def _of_record(_caller: Caller, identity: str, item: Values) -> dict[str, Any] | None:
    parts = RECORD_ID.fullmatch(identity)
    if parts is None:
        return None
    for record in item["ResourceRecordSets"]:
        alike = _same_name(parts["name"], record["Name"]) and parts["type"] == record["Type"]
        if alike and (parts["set"] or "") == record.get("SetIdentifier", ""):
            return {"Record": record, "Name": parts["name"]}
    return None


def _overwrite(caller: Caller, identity: str, old: Values, new: Values) -> None:
    if old and old != new:
        _change(caller, new["zoneId"], "UPSERT", _record(identity.split("_", 1)[1].rsplit("_", 1)[0], new))


def _delete_record(caller: Caller, identity: str, _state: Values) -> None:
    zone = identity.split("_", 1)[0]
    found = _of_record(caller, identity, caller("ListResourceRecordSets", HostedZoneId=zone))
    if found:
        _change(caller, zone, "DELETE", found["Record"])


DECLARATIONS = (
    declare(
        "route53.Zone",
        "HostedZone",
        make=_make_zone,
        modify="",
        key="Id",
        found="@",
        reads={"arn": "Arn", "nameServers": "Servers", "primaryNameServer": "Servers[0]", "zoneId": "ZoneId"},
        properties=(
            step("name", "HostedZone.Name", replaces=True, same=_same_name),
            step("comment", "HostedZone.Config.Comment", default="Managed by Pulumi", removed=""),
            step("vpcs", "Vpcs", same=_same_vpcs, removed=[]),
            local("forceDestroy", default=False),
        ),
        tagging=tagging.ROUTE_53_ZONE,
        observe=of_zone,
        steps=(_change_zone,),
        before_delete=_delete_records,
    ),
    declare(
        "route53.Record",
        make=_make_record,
        create="ChangeResourceRecordSets",
        read="ListResourceRecordSets",
        key="HostedZoneId",
        found="@",
        reads={"fqdn": "Name"},
        properties=(
            step("records", "Record.ResourceRecords[].Value", unordered=True, shows=_unquoted, kept_if_absent=True),
            step("ttl", "Record.TTL", kept_if_absent=True),
            local("name", replaces=True),
            local("type", replaces=True),
            local("zoneId", replaces=True),
            local("setIdentifier", replaces=True),
        ),
        read_arguments=lambda identity: {"HostedZoneId": identity.split("_", 1)[0]},
        observe=_of_record,
        steps=(_overwrite,),
        before_delete=_delete_record,
    ),
)
