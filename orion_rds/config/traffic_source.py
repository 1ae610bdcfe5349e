"""Sources of traffic: security groups, address blocks and prefix lists."""

from collections.abc import Callable, Mapping
from ipaddress import IPv6Network, ip_interface, ip_network
from typing import Annotated, Literal, cast

from pydantic import (
    AfterValidator,
    GetJsonSchemaHandler,
    ModelWrapValidatorHandler,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from orion_rds.config.checks import Named, example
from orion_rds.config.items import items_in
from orion_rds.config.pulumi_types import Output, Resource
from orion_rds.config.refusal import Refusal, around, below
from orion_rds.config.regions import account_checked_in
from orion_rds.config.section import Section
from orion_rds.config.str_input import OutputOr, StrInput
from orion_rds.facts import identifiers, references


def _host_bits(*, length: int, network: object, host: str) -> None: ...


SOURCE_FORM = Refusal(
    "source-form",
    why="It is not a security group (`sg-...`, of another account `123456789012/sg-...`), an address block "
    "(`10.0.0.0/16`, `fd00::/8`) or a prefix list (`pl-...`).",
    fix="Write one of these three.",
    source=references.EC2_INGRESS,
)
SOURCE_ONE_OF = Refusal(
    "source-one-of",
    why="A source is exactly one security group, address block or prefix list.",
    fix="Write exactly one of `security_group_id`, `cidr` and `prefix_list_id`; give each source its own name.",
    source=references.EC2_INGRESS,
)
SECURITY_GROUP_ID = Refusal(
    "security-group-id",
    why="It is not the ID of a security group.",
    fix="Write an ID such as `{example}`.",
    source=references.EC2_RESOURCE_IDS,
    fields=example,
)
SOURCE_GROUP_ID = Refusal(
    "source-group-id",
    why="It is not the ID of a security group.",
    fix="Write an ID such as `{example}`; for a group of another account, the account and the ID, such as "
    "`123456789012/{example}`.",
    source=references.VPC_PEERING_GROUPS,
    fields=example,
)
PREFIX_LIST_ID = Refusal(
    "prefix-list-id",
    why="It is not the ID of a prefix list.",
    fix="Write an ID such as `{example}`.",
    source=references.EC2_RESOURCE_IDS,
    fields=example,
)
CIDR = Refusal(
    "cidr",
    why="It is not a block of IPv4 or IPv6 addresses.",
    fix="Write an address and the length of its network, such as `10.0.0.0/16`.",
    source=references.EC2_INGRESS,
)
CIDR_HOST_BITS = Refusal(
    "cidr-host-bits",
    why="The address has bits set beyond the network's {length}. The provider refuses such a block: it may mean the "
    "network or one host.",
    fix="Write the network, `{network}`, or the host, `{host}`.",
    source=references.PULUMI_AWS_INGRESS_RULE,
    fields=_host_bits,
)
CIDR_EVERYONE = Refusal(
    "cidr-everyone",
    why="It allows every address, and then only the password protects the database. AWS accepts that; this component "
    "does not.",
    fix="Write the networks that need the database, or the security group of its clients.",
    source=references.AURORA_VPC,
)


def _group(*, group: str) -> None: ...


SOURCE_OWN_ACCOUNT = Refusal(
    "source-own-account",
    why="The account is that of the provider (`aws:allowedAccountIds`). AWS shows a group of the own account without "
    "it, so the rule would show as a change at every preview.",
    fix="Write `{group}`.",
    source=references.PULUMI_AWS_INGRESS_RULE,
    fields=_group,
)
SOURCE_RULE_NAME = Refusal(
    "source-rule-name",
    why="It becomes part of the name of a resource.",
    fix="Write lower-case letters, digits and single hyphens, such as `{example}`.",
    source=references.PULUMI_AWS_INGRESS_RULE,
    fields=example,
)


def check_cidr(block: object) -> object:
    """Check an address block, and return it as AWS does, so that it never shows as a change. Outputs are not checked.

    Raises:
        PydanticCustomError: when it is no network, or covers every address.
    """
    if not isinstance(block, str):
        return block
    try:
        address = ip_interface(block)
    except ValueError:
        raise CIDR(block) from None
    network = address.network
    if "/" not in block:
        raise CIDR(block, str(network))
    if address.ip != network.network_address:
        host = f"{address.ip}/{network.max_prefixlen}"
        raise CIDR_HOST_BITS(block, length=network.prefixlen, network=network, host=host)
    if network.prefixlen == 0:
        raise CIDR_EVERYONE(block)
    return str(network)


def _looks_like_cidr(text: str) -> bool:
    address = text.partition("/")[0]
    return ":" in address or (address.count(".") > 0 and address.replace(".", "").isdigit())


Kind = Literal["security_group_id", "cidr", "prefix_list_id"]
KINDS = ("security_group_id", "cidr", "prefix_list_id", "output")


class Source(Section):
    """One source of traffic: exactly one of the three kinds. A plain text or a bare output is of the kind that its form
    shows.
    """

    security_group_id: Annotated[StrInput, Named(identifiers.SECURITY_GROUP_SOURCE, SOURCE_GROUP_ID)] | None = None
    """Members of this security group may connect. A group of a peered VPC of another account begins with the account:
    `123456789012/sg-0a1b2c3d4e5f60718`."""

    cidr: Annotated[StrInput, AfterValidator(check_cidr)] | None = None
    """Addresses in this IPv4 or IPv6 block may connect."""

    prefix_list_id: Annotated[StrInput, Named(identifiers.PREFIX_LIST_ID, PREFIX_LIST_ID)] | None = None
    """Addresses in this managed prefix list may connect."""

    output: Annotated[Output[str], OutputOr(str)] | None = None
    """An output of one of the three kinds, which is known with its value: the same as a bare output in `allow_from`,
    with room for a `rule_name`. A `pulumi preview` that does not know the value shows the rule without its source."""

    rule_name: Annotated[str, Named(identifiers.SOURCE_NAME, SOURCE_RULE_NAME)] | None = None
    """Last part of the Pulumi name of the rule. Default: the source itself, such as `10-0-0-0-16`; for an output, whose
    value is not known when the rule is named, the name of the source in `allow_from`.

    An output whose source gets another name keeps its rule with the former name here. So does a source that was an
    output and is now a plain value, or the reverse: write the last part of the name that `pulumi stack` shows."""

    @field_validator("security_group_id")
    @classmethod
    def _has_no_account_of_its_own(cls, group: StrInput | None, info: ValidationInfo) -> StrInput | None:
        account, _, own = group.partition("/") if isinstance(group, str) else ("", "", "")
        if own and account == account_checked_in(info):
            raise SOURCE_OWN_ACCOUNT(group, own, group=own)
        return group

    @model_validator(mode="wrap")
    @classmethod
    def _is_of_one_kind(cls, value: object, check: ModelWrapValidatorHandler["Source"]) -> "Source":
        if isinstance(value, Source) and value.model_fields_set == {value.kind} and value.plain:
            value = value.plain
        if not isinstance(value, Source | Mapping):
            return _check_bare(value, check)
        kinds = dict(items_in(cast("object", value)))
        if sum(kinds.get(kind) is not None for kind in KINDS) != 1:
            raise SOURCE_ONE_OF(kinds)
        if (known := kinds.get("output")) is None or isinstance(known, Output):
            return check(kinds)
        rest = {name: each for name, each in kinds.items() if name != "output"}
        try:
            return _check_bare(known, lambda of_kind: check({**rest, **of_kind}))
        except PydanticCustomError as error:
            raise below("output", error) from None

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Return both forms: the plain text and the mapping."""
        return {"anyOf": [{"type": "string"}, super().__get_pydantic_json_schema__(schema, handler)]}

    @property
    def kind(self) -> str:
        """Name of the setting that holds the source."""
        return next(kind for kind in KINDS if getattr(self, kind) is not None)

    @property
    def value(self) -> StrInput:
        """The value of the source; equal sources have the same text."""
        return cast("StrInput", getattr(self, self.kind))

    @property
    def plain(self) -> str | None:
        """The source as text; None for an output."""
        return self.value if isinstance(self.value, str) else None

    def rule(self, name: str) -> str:
        """Return the last part of the logical name of the rule for this source. `name` is its name in `allow_from`.

        AWS refuses a second rule for one source, and Pulumi creates resources before it deletes others. So the logical
        name depends on the source. Its name in `allow_from` may change: only the rule's description and tag contain it.
        """
        return self.rule_name or (_words(self.plain) if self.plain else name)


def is_of_another_account(plain: str) -> bool:
    """Return whether a source is a security group with the account that owns it."""
    return "/sg-" in plain


def _words(plain: str) -> str:
    """Return a plain source as letters, digits and single hyphens. The result is different for each source."""
    if "/" not in plain:
        return plain
    if is_of_another_account(plain):
        return plain.replace("/", "-")
    network = ip_network(plain)
    address = network.network_address.exploded
    if isinstance(network, IPv6Network):
        groups = [f"{int(group, 16):x}" for group in address.split(":")]
    else:
        groups = address.split(".")
    return "-".join([*groups, str(network.prefixlen)])


def _check_bare(value: object, check: Callable[[Mapping[str, object]], Source]) -> Source:
    """Check a plain text or an output. The error is one of the value itself, which has no keys."""
    kind = "output" if isinstance(value, Output | Resource) else kind_of(value)
    try:
        return check({kind: cast("object", value)})
    except ValidationError as error:
        raise around(error) from None


def kind_of(text: object) -> Kind:
    """Return the kind of a source, from the form of its text.

    Raises:
        PydanticCustomError: when it has none of the forms.
    """
    if not isinstance(text, str):
        raise SOURCE_FORM(text)
    if text.startswith("sg-") or is_of_another_account(text):
        return "security_group_id"
    if text.startswith("pl-"):
        return "prefix_list_id"
    if _looks_like_cidr(text):
        return "cidr"
    raise SOURCE_FORM(text)
