"""Made-up values in the form of AWS's, for outputs that the sandbox does not know.

They depend only on a seed, so that a function returns the same values in every command.
"""

import hashlib
import re
import typing
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pulumi._types import (  # no public function returns which outputs are optional
    _raw_return_hints,  # pyright: ignore[reportPrivateUsage]
    is_output_type,
)

from orion_sandbox.arns import Arn
from orion_sandbox.providers.values import Values

SERVICES = {
    "alb": "elasticloadbalancing",
    "apigatewayv2": "apigateway",
    "appautoscaling": "application-autoscaling",
    "cfg": "config",
    "cognito": "cognito-idp",
    "ebs": "ec2",
    "ec2clientvpn": "ec2",
    "ec2transitgateway": "ec2",
    "efs": "elasticfilesystem",
    "elb": "elasticloadbalancing",
    "lb": "elasticloadbalancing",
    "msk": "kafka",
    "opensearch": "es",
    "sfn": "states",
    "vpc": "ec2",
}
"""Modules of the SDK to the services in ARNs, where the names differ (Service Authorization Reference)."""

GLOBAL_SERVICES = {"cloudfront", "globalaccelerator", "iam", "organizations", "route53", "shield", "waf"}
"""Services whose ARNs have no region."""
WITHOUT_ACCOUNT = {"route53", "s3"}
"""Services whose ARNs have neither region nor account."""

RESOURCES = {
    "lb/listener": "listener/app/{name}/{hex16}/{hex16}",
    "lb/loadBalancer": "loadbalancer/app/{name}/{hex16}",
    "lb/targetGroup": "targetgroup/{name}/{hex16}",
    "route53/zone": "hostedzone/{zone}",
    "s3/bucket": "{name}",
    "sfn/stateMachine": "stateMachine:{name}",
    "sqs/queue": "{name}",
}
"""The last part of ARNs whose form is not `type/name`."""

IDENTIFIED_BY_ARN = {"acm", "alb", "lb", "sfn", "wafv2"}
"""Modules whose resources have their ARN as id in Terraform's provider."""

ID_PREFIXES = {
    "ami": "ami",
    "customerGateway": "cgw",
    "fileSystem": "fs",
    "flowLog": "fl",
    "image": "ami",
    "instance": "i",
    "launchTemplate": "lt",
    "networkAcl": "acl",
    "networkInterface": "eni",
    "securityGroup": "sg",
    "snapshot": "snap",
    "subnet": "subnet",
    "transitGateway": "tgw",
    "volume": "vol",
    "vpc": "vpc",
    "vpcEndpoint": "vpce",
    "vpcPeeringConnection": "pcx",
    "vpnConnection": "vpn",
    "vpnGateway": "vgw",
}
"""Prefixes of ids of EC2 and EFS (EC2 User Guide, "Resource IDs")."""

TEXTS: tuple[tuple[str, str], ...] = (
    (r"id", "{id}"),
    (r"arns?|.*Arns?", "{arn}"),
    (r"ownerId|registryId|accountId|.*AccountId", "{account}"),
    (r"region|.*Region", "{region}"),
    (r"availabilityZones?", "{region}a"),
    (r"hostedZoneId|zoneId", "{zone}"),
    (r"repositoryUr[il]", "{account}.dkr.ecr.{region}.amazonaws.com/{name}"),
    (r"ur[il]|.*Ur[il]|issuer", "https://{host}"),
    (r".*[cC]idr(Block)?s?", "10.0.0.0/16"),
    (r"ip|.*I[pP]s?|.*(ip|Ip|Ipv4)Address", "192.0.2.10"),
    (r"endpoint|.*Endpoint|address|.*Address|dnsName|.*DnsName|.*Dns|fqdn", "{host}"),
    (r"name|.*Name|identifier|.*Identifier", "{name}"),
    (r"created\w*|.*(Date|Time|At|After|Before)", "2024-01-01T00:00:00Z"),
    (r"status|state", "ACTIVE"),
)
"""Patterns of output names to values; the first match applies."""

LEVELS = 2
"""The maximum nesting of objects."""


@dataclass(frozen=True)
class Subject:
    """The resource or the function call to make up values for."""

    token: str
    """Pulumi's token of the type or function."""
    seed: str
    region: str
    account: str
    given: Values
    """Inputs or arguments, for the name in them."""

    @property
    def module(self) -> str:
        """The SDK's module, which is named after the service."""
        return self.token.split(":")[1].split("/")[0]

    @property
    def noun(self) -> str:
        """The noun: `loadBalancer` for the type LoadBalancer and for the function getLoadBalancer."""
        name = self.token.rsplit(":", 1)[1].removeprefix("get")
        return name[:1].lower() + name[1:]

    @property
    def name(self) -> str:
        """The physical name."""
        names = ("name", f"{self.noun}Name", f"{self.noun}Id", f"{self.noun}Identifier", "identifier", self.noun)
        given = (self.given.get(each) for each in names)
        return next((each for each in given if isinstance(each, str) and each), f"{self.noun}-{self.digits(8)}")

    @property
    def id(self) -> str:
        """The id as in Terraform's provider: with EC2's prefix, the ARN, or the name."""
        if self.module in IDENTIFIED_BY_ARN:
            return self.arn
        return self.prefixed(self.noun) or self.name

    @property
    def arn(self) -> str:
        """The ARN."""
        service = SERVICES.get(self.module, self.module)
        region = "" if service in GLOBAL_SERVICES | WITHOUT_ACCOUNT else self.region
        account = "" if service in WITHOUT_ACCOUNT else self.account
        form = RESOURCES.get(f"{self.module}/{self.noun}", f"{self.noun.lower()}/{{name}}")
        # The name of an EC2 resource is a tag; its ARN contains the id.
        name = self.prefixed(self.noun) or self.name
        resource = form.format(name=name, zone=self.zone, hex16=self.digits(16))
        return str(Arn(_partition(self.region), service, region, account, resource))

    @property
    def zone(self) -> str:
        """The id of a hosted zone."""
        return f"Z{self.digits(20).upper()}"

    def text(self, output: str) -> str:
        """Return the value of a string output; empty if its name does not tell the form."""
        for pattern, value in TEXTS:
            if re.fullmatch(pattern, output):
                return value.format(
                    id=self.id,
                    arn=self.arn,
                    account=self.account,
                    region=self.region,
                    zone=self.zone,
                    name=self.name,
                    host=f"{self.name}.{self.region}.amazonaws.com".lower(),
                )
        return self.prefixed(re.sub(r"(Id)?s?$", "", output))

    def prefixed(self, noun: str) -> str:
        """Return an id with EC2's prefix, `sg-...` for `clusterSecurityGroup`; empty if there is no prefix."""
        for known, prefix in ID_PREFIXES.items():
            if noun == known or noun.endswith(known[0].upper() + known[1:]):
                return f"{prefix}-{self.digits(17, prefix)}"
        return ""

    def digits(self, count: int, of: str = "") -> str:
        """Return hexadecimal digits."""
        return hashlib.sha256(f"{self.token} {self.seed} {of}".encode()).hexdigest()[:count]


def outputs(subject: Subject, sdk_class: type, inputs: Collection[str] = ()) -> dict[str, Any]:
    """Return the inputs, and a value for each other output that the SDK's class requires.

    An output that is also an input has AWS's unknown default: it gets a value if its name tells the form.
    """
    hints = {name: _unwrapped(hint) for name, hint in _raw_return_hints(sdk_class).items()}
    made = {
        name: subject.text(name) or None if name in inputs else _value(subject, name, hint)
        for name, (hint, optional) in hints.items()
        if subject.given.get(name) is None and not optional and (hint is str or name not in inputs)
    }
    return {**{name: value for name, value in made.items() if value is not None}, **subject.given}


def _value(subject: Subject, name: str, hint: Any, level: int = 0) -> Any:
    origin, inside = typing.get_origin(hint), typing.get_args(hint)
    if origin is Sequence:
        return [_value(subject, name, inside[0], level)]
    if hint is str:
        return subject.text(name) or f"{name}-{subject.digits(8, name)}"
    if hint in (bool, int, float):
        return hint()
    if isinstance(hint, type) and is_output_type(hint) and level < LEVELS:
        hints = {each: _unwrapped(of)[0] for each, of in _raw_return_hints(hint).items()}
        return {each: _value(subject, each, of, level + 1) for each, of in hints.items()}
    return {} if origin is Mapping or isinstance(hint, type) else None


def _unwrapped(hint: Any) -> tuple[Any, bool]:
    """Return T of `Output[T]`, `Optional[T]` and both, and whether it was optional."""
    optional = False
    while (inside := typing.get_args(hint)) and typing.get_origin(hint) not in (Sequence, Mapping):
        present = [each for each in inside if each is not type(None)]
        optional |= len(present) < len(inside)
        hint = present[0]
    return hint, optional


def _partition(region: str) -> str:
    return {"cn": "aws-cn"}.get(region[:2], "aws-us-gov" if region.startswith("us-gov") else "aws")
