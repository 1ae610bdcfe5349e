"""Blocks of addresses."""

from ipaddress import ip_interface

from orion_rds.config.refusals import refuse


def checked_cidr(block: object) -> object:
    """Refuse what is no network, or all of them, and write the rest as AWS gives it back, so that it never shows as a
    change. What is no text yet (an output) is not looked at.
    """
    if not isinstance(block, str):
        return block
    try:
        written = ip_interface(block)
    except ValueError:
        raise refuse("cidr", block) from None
    network = written.network
    if "/" not in block:
        raise refuse("cidr", block, instead=str(network))
    if written.ip != network.network_address:
        host = f"{written.ip}/{network.max_prefixlen}"
        raise refuse("cidr-host-bits", block, length=network.prefixlen, network=network, host=host)
    if network.prefixlen == 0:
        raise refuse("cidr-everyone", block)
    return str(network)


def looks_like_cidr(text: str) -> bool:
    """Whether the text can only be meant as addresses."""
    address = text.partition("/")[0]
    return ":" in address or (address.count(".") > 0 and address.replace(".", "").isdigit())
