"""Generated physical names, in the form of the real provider.

Without a prefix this is Pulumi's form, `{logical name}-{7 characters}`; with a prefix Terraform's,
`{prefix}{26 characters}` (`PrefixedUniqueId` in the provider's plugin SDK). A prefix too long for AWS fails here too.
"""

import hashlib

from orion_sandbox.providers.calls import Refused
from orion_sandbox.providers.table import AutoName
from orion_sandbox.providers.values import UNKNOWN, Values

AUTO_SUFFIX_CHARACTERS = 7
PREFIX_SUFFIX_CHARACTERS = 26
TERRAFORM_PREFIX = "tf-"


def physical_name(rule: AutoName, logical_name: str, old: Values, new: Values, seed: bytes) -> Values:
    """Return the name to fill in: none if the program sets one, `UNKNOWN` if its prefix is unknown.

    Args:
        rule: The form of the name.
        logical_name: The prefix of a name without a prefix of its own.
        old: The old inputs, empty for a new resource: the name does not change unless the prefix changes.
        new: The program's inputs.
        seed: The seed of the random characters.

    Raises:
        Refused: The name would be longer than AWS allows.
    """
    if new.get(rule.name) is not None:
        return {}
    prefix = new.get(rule.prefix, None if rule.by_pulumi else TERRAFORM_PREFIX)
    # Terraform's provider keeps the name when its prefix is removed; Pulumi then generates one in its own form.
    same_prefix = old.get(rule.prefix) == new.get(rule.prefix) or not (rule.by_pulumi or rule.prefix in new)
    if old.get(rule.name) is not None and same_prefix:
        return {rule.name: old[rule.name]}
    if prefix is UNKNOWN:
        return {rule.name: UNKNOWN}
    if rule.exact:
        return {rule.name: logical_name}
    digits = hashlib.sha256(seed).hexdigest()
    suffix = digits[:PREFIX_SUFFIX_CHARACTERS] if prefix else f"-{digits[:AUTO_SUFFIX_CHARACTERS]}"
    name = f"{prefix or logical_name}{suffix}"
    if len(name) > rule.limit:
        raise Refused(f"{name!r} would be {len(name)} characters long, AWS allows {rule.limit}: shorten the prefix")
    return {rule.name: name}
