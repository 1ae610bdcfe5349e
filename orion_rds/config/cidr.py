"""Blocks of addresses."""

from ipaddress import ip_interface

from orion_rds.config.refusal import Refusal
from orion_rds.facts import references


def _host_and_length_and_network(*, host: str, length: int, network: object) -> None: ...


CIDR = Refusal(
    "cidr",
    why="It is not a block of IPv4 or IPv6 addresses.",
    fix="Write an address and the length of its network, such as `10.0.0.0/16`.",
    source=references.EC2_INGRESS,
)
CIDR_HOST_BITS = Refusal(
    "cidr-host-bits",
    why="The address has bits set beyond the network's {length}. The provider refuses such a block: it may stand "
    "for the network or for one host.",
    fix="Write the network, `{network}`, or the one host, `{host}`.",
    source=references.PULUMI_AWS_INGRESS_RULE,
    fields=_host_and_length_and_network,
)
CIDR_EVERYONE = Refusal(
    "cidr-everyone",
    why="It lets in every address there is, and then only the password protects the database. AWS accepts that; "
    "this component does not.",
    fix="Name the networks that need the database, or the security group of what connects.",
    source=references.AURORA_VPC,
)


def checked_cidr(block: object) -> object:
    """Refuse what is no network, or all of them, and write the rest as AWS gives it back, so that it never shows as a
    change. What is no text yet (an output) is not looked at.
    """
    if not isinstance(block, str):
        return block
    try:
        written = ip_interface(block)
    except ValueError:
        raise CIDR(block) from None
    network = written.network
    if "/" not in block:
        raise CIDR(block, str(network))
    if written.ip != network.network_address:
        host = f"{written.ip}/{network.max_prefixlen}"
        raise CIDR_HOST_BITS(block, length=network.prefixlen, network=network, host=host)
    if network.prefixlen == 0:
        raise CIDR_EVERYONE(block)
    return str(network)


def looks_like_cidr(text: str) -> bool:
    """Whether the text can only be meant as addresses."""
    address = text.partition("/")[0]
    return ":" in address or (address.count(".") > 0 and address.replace(".", "").isdigit())
