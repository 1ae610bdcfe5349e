"""Where connections may come from."""

from orion_rds.config.section import Section
from orion_rds.config.wire import Wire


class Source(Section):
    """One source of traffic: exactly one of the three."""

    security_group_id: Wire | None = None
    """Members of this security group may connect."""

    cidr: Wire | None = None
    """Addresses in this IPv4 or IPv6 block may connect."""

    prefix_list_id: Wire | None = None
    """Addresses in this managed prefix list may connect."""
