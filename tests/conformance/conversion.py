"""The resources of a recording as a Terraform configuration, in which references stay references."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from orion_rds.testing import RecordedResource, Recording
from orion_sandbox.providers.schema import snake_case
from tests.conformance.references import Reference, references, resolved
from tests.conformance.schema import Block, flags, reduced, terraform_name, terraform_type
from tests.conformance.terraform import alias, providers

ONLY_IN_SIX: Mapping[str, Mapping[str, str]] = {
    "aws_iam_policy": {
        "delay_after_policy_creation_in_ms": "https://github.com/hashicorp/terraform-provider-aws/pull/45774",
    },
    "aws_rds_cluster": {
        "auto_minor_version_upgrade": "https://github.com/hashicorp/terraform-provider-aws/pull/42472",
    },
}
"""Properties that the Pulumi SDK has and 5.100 has not, by type, with their source. They are left out, as `region` is:
a resource of another region than the stack's has a provider of that region."""


class ConversionError(Exception):
    """Terraform has no counterpart."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a resource stands in a configuration."""

    type: str
    label: str

    def __str__(self) -> str:
        return f"{self.type}.{self.label}"


def address(resource: RecordedResource) -> Address:
    """Return the address of a resource; its label is the logical name."""
    return Address(terraform_type(resource.type), re.sub(r"\W", "_", resource.name))


def of_aws(recording: Recording) -> list[RecordedResource]:
    """Return the resources that the provider creates."""
    return [each for each in recording.resources if each.custom and each.type.startswith("aws:")]


def document(recording: Recording, endpoint: str, region: str) -> dict[str, Any]:
    """Return the configuration; `region` is the stack's own.

    Raises:
        ConversionError: A property has no counterpart.
    """
    resources = of_aws(recording)
    found = {each.urn: each for each in resources}
    converted: dict[str, dict[str, Any]] = {}
    for resource in resources:
        where = address(resource)
        converted.setdefault(where.type, {})[where.label] = _resource(resource, found, region)
    others = {str(each.region) for each in resources} - {region}
    return {"provider": {"aws": providers(endpoint, [region, *sorted(others)])}, "resource": converted}


def body(type_: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Return Pulumi's inputs as the arguments of one of Terraform's types.

    Raises:
        ConversionError: One has no counterpart.
    """
    only_in_six = {"region", *ONLY_IN_SIX.get(type_, {})}
    given = {name: value for name, value in inputs.items() if snake_case(name) not in only_in_six}
    return dict(_members(type_, reduced()[type_], given))


def _resource(resource: RecordedResource, found: Mapping[str, RecordedResource], region: str) -> dict[str, Any]:
    where = address(resource)
    block = reduced()[where.type]
    converted = body(
        where.type,
        {
            name: resolved(value, references(resource, name, found), _interpolation)
            for name, value in resource.inputs.items()
        },
    )
    required = {name for name, entry in block.items() if name and "required" in flags(entry)}
    # Pulumi makes up a name where Terraform demands one.
    converted |= {name: resource.outputs["name"] for name in required - converted.keys() if "name" in resource.outputs}
    depends_on = {str(address(found[urn])) for urn in resource.dependencies if urn in found}
    options: dict[str, Any] = {
        "depends_on": sorted(depends_on),
        "lifecycle": _lifecycle(where, block, resource.ignore_changes),
        "provider": "" if resource.region == region else f"aws.{alias(str(resource.region))}",
    }
    return converted | {name: value for name, value in options.items() if value}


def _lifecycle(where: Address, block: Block, ignored: Iterable[str]) -> list[dict[str, Any]]:
    names = {terraform_name(where.type, block, re.split(r"[.\[]", path)[0]) for path in ignored if path != "region"}
    return [{"ignore_changes": sorted(filter(None, names))}] if names else []


def _members(type_: str, block: Block, values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        member = terraform_name(type_, block, name)
        if member is None:
            raise ConversionError(f"{type_} has no counterpart of {name}")
        entry = block[member]
        if isinstance(entry, Mapping):
            blocks = value if isinstance(value, list) else [value]
            absent = dict.fromkeys(name for name in entry if name) if "object" in flags(entry) else {}
            yield member, [absent | dict(_members(type_, entry, each)) for each in blocks]
        else:
            yield member, value


def _interpolation(parts: list[str | Reference]) -> str:
    """Return a template of Terraform's. Plain text doubles what would begin one."""
    return "".join(
        f"${{{_expression(part)}}}" if isinstance(part, Reference) else re.sub(r"([$%])\{", r"\1\1{", part)
        for part in parts
    )


def _expression(reference: Reference) -> str:
    name, *path = re.split(r"(?=[.\[])", reference.output)
    source = address(reference.source)
    member = terraform_name(source.type, reduced()[source.type], name)
    if member is None:
        raise ConversionError(f"{source}: no counterpart of the output {reference.output}")
    whole = f"{source}.{member}"
    # A set has no first element.
    found = f"tolist({whole})" if path and "set" in flags(reduced()[source.type][member]) else whole
    value = f"{found}{snake_case(''.join(path))}"
    return f'reverse(split(":", {value}))[0]' if reference.is_tail else value
