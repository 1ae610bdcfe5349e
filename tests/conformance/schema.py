"""The schemas of terraform-provider-aws, reduced to the types that the stand-in has, and Pulumi's names in them.

    ORION_TERRAFORM_MIRROR=FOLDER python -m tests.conformance.schema

writes `provider_schema.json` again. The whole schema has 1,500 types and 13 MB.
"""

import json
import re
import tempfile
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from orion_sandbox.providers.schema import snake_case

PROVIDER_VERSION = "5.100.0"
"""The last release of the provider's fifth major version. Its schemas contain no ForceNew."""

REDUCED = Path(__file__).with_name("provider_schema.json")

TYPES = {"aws:s3/bucketObjectv2:BucketObjectv2": "aws_s3_object"}
"""Resource types with a name of Pulumi's own."""

RENAMED = {
    "aws_cloudwatch_metric_alarm": {"name": "alarm_name"},
    "aws_lambda_function": {"name": "function_name"},
    "aws_lambda_permission": {"function": "function_name"},
    "aws_sns_topic_subscription": {"topic": "topic_arn"},
}
"""Properties with a name of Pulumi's own, by type."""

Block = Mapping[str, Any]
"""By name, an attribute as text such as `optional computed set string`, or a nested block, whose own entry is `""`."""


@cache
def reduced() -> Mapping[str, Block]:
    """Return the checked-in schemas by Terraform's type."""
    whole = json.loads(REDUCED.read_text(encoding="utf-8"))
    if whole["version"] != PROVIDER_VERSION:
        raise AssertionError(f"{REDUCED.name} is of {whole['version']}, not of {PROVIDER_VERSION}")
    return whole["types"]


def terraform_type(token: str) -> str:
    """Return Terraform's name of a resource type.

    Raises:
        LookupError: The checked-in schemas do not have it.
    """
    found = next((name for name in _possible_types(token) if name in reduced()), None)
    if found is None:
        raise LookupError(f"{REDUCED.name} has no schema of {token}: write it again")
    return found


def terraform_name(type_: str, block: Block, name: str) -> str | None:
    """Return Terraform's name of a property; None if the provider does not have it."""
    name = RENAMED.get(type_, {}).get(name, snake_case(name))
    # Pulumi has the plural where a block may stand several times.
    return next((each for each in (name, name.removesuffix("s"), re.sub("ies$", "y", name)) if each in block), None)


def flags(entry: str | Block) -> set[str]:
    """Return what the schema says of an attribute or a block: required, optional, computed, and its collection."""
    return set((entry if isinstance(entry, str) else entry[""]).split())


def flags_of(token: str, name: str) -> set[str]:
    """Return what the schema says of a property; nothing if the provider does not have it."""
    type_ = terraform_type(token)
    found = terraform_name(type_, reduced()[type_], name)
    return flags(reduced()[type_][found]) if found else set()


def _possible_types(token: str) -> Iterator[str]:
    if token in TYPES:
        yield TYPES[token]
    _, module, kind = token.split(":")
    group, name = module.split("/")[0], snake_case(kind).removeprefix("_").removesuffix("_v2")
    yield f"aws_{group}_{name}"
    # Instances of RDS have the prefix of Terraform's first years; those of EC2 have none.
    yield from (f"aws_db_{name}",) if group == "rds" else ()
    yield from (f"aws_{name}", f"aws_{group}")


def reduce(whole: Mapping[str, Any], tokens: Iterator[str]) -> dict[str, Any]:
    """Return what `provider_schema.json` has of the answer to `terraform providers schema -json`."""
    (provider,) = whole["provider_schemas"].values()
    schemas = provider["resource_schemas"]
    wanted = {next(name for name in _possible_types(token) if name in schemas) for token in tokens}
    types = {name: {"": f"version {schemas[name]['version']}", **_block(schemas[name]["block"])} for name in wanted}
    return {"provider": "hashicorp/aws", "version": PROVIDER_VERSION, "types": types}


def _block(block: Mapping[str, Any]) -> dict[str, Any]:
    attributes = {name: _attribute(each) for name, each in block.get("attributes", {}).items()}
    nested = {
        name: {
            "": f"{'required' if each.get('min_items') else 'optional'} {each['nesting_mode']}",
            **_block(each["block"]),
        }
        for name, each in block.get("block_types", {}).items()
        if name != "timeouts"
    }
    return attributes | nested


def _attribute(attribute: Mapping[str, Any]) -> str | dict[str, str]:
    words = [word for word in ("required", "optional", "computed") if attribute.get(word)]
    collection, element = attribute["type"] if isinstance(attribute["type"], list) else ("", "")
    if isinstance(element, list):
        # A list of objects is written like blocks, but each object has to have every member.
        _, members = element
        return {"": " ".join([*words, collection, "object"]), **dict.fromkeys(members, "optional")}
    return " ".join(filter(None, [*words, collection, element]))


def _write() -> None:
    from orion_sandbox.providers.resources import ROWS  # noqa: PLC0415 - only the generator needs them
    from tests.conformance.terraform import Terraform  # noqa: PLC0415 - likewise

    with tempfile.TemporaryDirectory() as folder:
        terraform = Terraform(Path(folder))
        terraform.init({})
        whole = reduce(json.loads(terraform.run("providers", "schema", "-json")), iter(ROWS))
    REDUCED.write_text(json.dumps(whole, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    _write()
