"""Where connections may come from."""

from collections.abc import Mapping
from typing import Annotated, cast

import pulumi
from pydantic import AfterValidator, GetJsonSchemaHandler, ModelWrapValidatorHandler, ValidationError, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from orion_rds.config.checks import Named, example
from orion_rds.config.cidr import checked_cidr, looks_like_cidr
from orion_rds.config.refusal import Refusal, around
from orion_rds.config.section import Section
from orion_rds.config.str_input import StrInput
from orion_rds.facts import identifiers, references

SOURCE_FORM = Refusal(
    "source-form",
    why="It is neither a security group (`sg-...`), nor an address block (`10.0.0.0/16`, `fd00::/8`), nor a prefix "
    "list (`pl-...`).",
    fix="Write one of these three.",
    source=references.EC2_INGRESS,
)
SOURCE_ONE_OF = Refusal(
    "source-one-of",
    why="A source is exactly one security group, address block or prefix list.",
    fix="Write exactly one of `security_group_id`, `cidr` and `prefix_list_id`; every further source has its own name.",
    source=references.EC2_INGRESS,
)
SOURCE_OUTPUT = Refusal(
    "source-output",
    why="An output has no value yet, so its form cannot tell what kind of source it is.",
    fix="Say which: `security_group_id`, `cidr` or `prefix_list_id`, as in `Source(security_group_id=app.id)`.",
    source=references.PULUMI_INPUTS,
)
SECURITY_GROUP_ID = Refusal(
    "security-group-id",
    why="It is not the id of a security group.",
    fix="Write an id such as `{example}`.",
    source=references.EC2_RESOURCE_IDS,
    fields=example,
)
PREFIX_LIST_ID = Refusal(
    "prefix-list-id",
    why="It is not the id of a prefix list.",
    fix="Write an id such as `{example}`.",
    source=references.EC2_RESOURCE_IDS,
    fields=example,
)


class Source(Section):
    """One source of traffic: exactly one of the three. In YAML a plain text is read by its form."""

    security_group_id: Annotated[StrInput, Named(identifiers.SECURITY_GROUP_ID, SECURITY_GROUP_ID)] | None = None
    """Members of this security group may connect."""

    cidr: Annotated[StrInput, AfterValidator(checked_cidr)] | None = None
    """Addresses in this IPv4 or IPv6 block may connect."""

    prefix_list_id: Annotated[StrInput, Named(identifiers.PREFIX_LIST_ID, PREFIX_LIST_ID)] | None = None
    """Addresses in this managed prefix list may connect."""

    @model_validator(mode="wrap")
    @classmethod
    def _of_one_kind(cls, value: object, check: ModelWrapValidatorHandler["Source"]) -> "Source":
        if isinstance(value, pulumi.Output):
            raise SOURCE_OUTPUT(cast("object", value))
        if isinstance(value, str):
            return _check_text(value, check)
        if isinstance(value, Mapping):
            written = cast("Mapping[object, object]", value)
            if sum(written.get(kind) is not None for kind in cls.model_fields) != 1:
                raise SOURCE_ONE_OF(written)
            return check(written)
        return check(value)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Show both forms: the plain text and the mapping."""
        return {"anyOf": [{"type": "string"}, super().__get_pydantic_json_schema__(schema, handler)]}

    @property
    def plain(self) -> str | None:
        """The source as text that equal sources share; nothing while it is an output."""
        value = self.security_group_id or self.cidr or self.prefix_list_id
        return value if isinstance(value, str) else None


def _check_text(text: str, check: ModelWrapValidatorHandler[Source]) -> Source:
    """What is wrong with a plain text is wrong where the text stands, not at a key below it."""
    try:
        return check({_kind(text): text})
    except ValidationError as error:
        raise around(error) from None


def _kind(text: str) -> str:
    if text.startswith("sg-"):
        return "security_group_id"
    if text.startswith("pl-"):
        return "prefix_list_id"
    if looks_like_cidr(text):
        return "cidr"
    raise SOURCE_FORM(text)
