"""Physical names for what the program leaves unnamed, as the real provider makes them.

Without a prefix Pulumi's own form, `{logical name}-{7 characters}`; with one Terraform's, `{prefix}{26 characters}`
(`PrefixedUniqueId` in the provider's plugin SDK), so that a prefix too long for AWS fails here as well.
"""

import hashlib

from orion_rds.testing.wire_format import UNKNOWN
from orion_sandbox.providers.calls import Refused
from orion_sandbox.providers.table import AutoName
from orion_sandbox.providers.values import Values

AUTO_SUFFIX_CHARACTERS = 7
PREFIX_SUFFIX_CHARACTERS = 26
TERRAFORMS_PREFIX = "tf-"


def physical_name(rule: AutoName, logical_name: str, old: Values, new: Values, seed: bytes) -> Values:
    """What to fill in: nothing where the program gives a name, `UNKNOWN` where the name hangs on an unknown prefix.

    A name lives as long as its prefix: `old` are the inputs of the resource that is updated, empty for a new one.
    Raises `Refused` where the name would be longer than AWS allows.
    """
    if new.get(rule.name) is not None:
        return {}
    prefix = new.get(rule.prefix, None if rule.by_pulumi else TERRAFORMS_PREFIX)
    if old.get(rule.name) is not None and old.get(rule.prefix) == new.get(rule.prefix):
        return {rule.name: old[rule.name]}
    if prefix is UNKNOWN:
        return {rule.name: UNKNOWN}
    digits = hashlib.sha256(seed).hexdigest()
    suffix = digits[:PREFIX_SUFFIX_CHARACTERS] if prefix else f"-{digits[:AUTO_SUFFIX_CHARACTERS]}"
    name = f"{prefix or logical_name}{suffix}"
    if len(name) > rule.limit:
        raise Refused(f"{name!r} would be {len(name)} characters long, AWS allows {rule.limit}: shorten the prefix")
    return {rule.name: name}
