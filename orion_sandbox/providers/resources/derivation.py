"""Derivation of rows for common resource types: a declaration adds the facts that the models do not contain.

The SDK's class has the inputs and outputs, botocore's model the operations and their members. Names are compared
without regard to case and number. Pulumi's state alone keeps a property that no call takes.
"""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache, partial
from typing import Any

from orion_rds.testing.annotations import properties_of
from orion_sandbox.providers.calls import Caller, account, service_model
from orion_sandbox.providers.fitting import contains, fit, member_of
from orion_sandbox.providers.forms import (
    SCALAR,
    fits,
    form_of_annotation,
    form_of_shape,
    has_structures,
    is_readable,
    is_text,
)
from orion_sandbox.providers.resources import tagging
from orion_sandbox.providers.resources.declaration import Declaration
from orion_sandbox.providers.schema import is_computed, is_optional, output_names, output_types
from orion_sandbox.providers.table import AutoName, Property, Reach, Row, Step, Tagging, Unsent, local
from orion_sandbox.providers.translate import from_aws
from orion_sandbox.providers.values import Values

IMPLICIT = frozenset({"region", "tags", "tagsAll"})

EC2_TAG_TYPES = {"Address": "elastic-ip", "FlowLog": "vpc-flow-log", "NatGateway": "natgateway"}
"""Resource types in EC2's tags that differ from the noun in lower case with hyphens."""


@cache
def derive(declared: Declaration) -> Row:
    """Return the row."""
    return _Derivation(declared).row()


class _Derivation:
    """One derivation of a row."""

    def __init__(self, declared: Declaration) -> None:
        self.declared = declared
        self._model = service_model(declared.service)
        self._inputs = properties_of(declared.type)
        self.create, self.read, self.modify, self.delete = map(self._operation, ("create", "read", "modify", "delete"))
        self.key: str = declared.row.get("key") or f"{declared.noun}Id"
        self.found: str = declared.row.get("found", self._found())
        self._item = self._item_shape()

    def row(self) -> Row:
        declared = self.declared
        derived: dict[str, Any] = {
            "create": self.create,
            "read": self.read,
            "modify": self.modify,
            "delete": self.delete,
            "key": self.key,
            "found": self.found,
            "identity": self._identity(),
            "computed": dict(self._outputs()),
            "tagging": self._tagging(),
            "regional": "region" in self._inputs,
            "observe": self._with_arn if self._has_arn_of_ec2() else None,
        }
        attributes = [
            partial(_set_attributes, operation, self.key, self._members(self.create), names)
            for operation, names in self._attributes()
        ]
        steps: tuple[Step, ...] = (*attributes, *declared.row.get("steps", ()))
        nested = self._nested() if declared.inside else {}
        fields: dict[str, Any] = {**derived, **nested, **declared.row, "steps": steps}
        properties = (*self._properties(), *declared.properties)
        return Row(type=declared.type, service=declared.service, properties=properties, **fields)

    # Operations.

    def _operation(self, role: str) -> str:
        if role in self.declared.row:
            return self.declared.row[role]
        verbs = {
            "create": ("Create",),
            "read": ("Describe", "Get"),
            "modify": ("Modify", "Update"),
            "delete": ("Delete",),
        }
        forms = [f"{verb}{self.declared.noun}{end}" for verb in verbs[role] for end in ("", "s")]
        return next((name for name in forms if self.declared.noun and name in self._model.operation_names), "")

    def _members(self, operation: str) -> Mapping[str, Any]:
        return self._model.operation_model(operation).input_shape.members if operation else {}

    def _place(self, name: str) -> tuple[str, Any, bool]:
        """Return the member of the create operation, its shape, and whether it is inside the common member."""
        inside, members = self.declared.inside, self._members(self.create)
        for nested, found in ((True, members[inside].members), (False, members)) if inside else ((False, members),):
            member = self.declared.members.get(name, member_of(found, name, self.declared.noun))
            if member in found:
                return member, found[member], nested
        return "", None, False

    def _found(self) -> str:
        """Return the path of the only list or structure in the answer."""
        members = self._model.operation_model(self.read).output_shape.members
        for name, shape in members.items():
            if name.lower().startswith(self.declared.noun.lower()) and shape.type_name in ("list", "structure"):
                return f"{name}[0]" if shape.type_name == "list" else name
        return ""

    def _identity(self) -> str:
        output = self._model.operation_model(self.create).output_shape
        inside = output is not None and self.declared.noun in output.members
        return f"{self.declared.noun}.{self.key}" if inside else self.key

    def _item_shape(self) -> Any:
        """Follow the path to the described item."""
        shape = self._model.operation_model(self.read).output_shape
        for step in re.sub(r"\[.*?\]|\|", "", self.found).strip().split("."):
            if step and step != "@":
                shape = getattr(shape, "members", {}).get(step.strip())
            while shape is not None and shape.type_name == "list":
                shape = shape.member
        return shape

    # Properties.

    def _properties(self) -> Iterator[Property]:
        written = {prop.name for prop in self.declared.properties} | IMPLICIT
        for name in self._inputs:
            if name not in written:
                yield self._property(name)

    def _property(self, name: str) -> Property:
        declared = self.declared
        naming = self._naming()
        if naming and name == naming.prefix:
            return local(name, replaces=True)
        common: dict[str, Any] = {"default": declared.defaults.get(name), "kept_if_absent": True}
        attribute = next((each for each, names in declared.attributes.items() if name in names), "")
        if attribute:
            return self._attribute(name, common)
        member, shape, nested = self._place(name)
        in_place = name in declared.in_place
        form, is_name = form_of_annotation(self._inputs[name]), naming is not None and naming.name == name
        if shape is None or not (name in declared.members or fits(form, form_of_shape(shape))):
            if declared.reads.get(name):
                return Property(name=name, reach=Reach.STEP, replaces=True, **self._read_back(name, None), **common)
            computed = is_computed(declared.type, name)
            return local(name, computed=computed, default=common["default"], replaces=name in declared.replaces)
        replaces = is_name or name in declared.replaces or not (in_place or self._changes(member, nested))
        return Property(
            name=name,
            member=member,
            reach=Reach.STEP if nested else Reach.SENT,
            replaces=replaces,
            removed=None if is_name else self._removed(name, replaces=replaces),
            sends=partial(_sent, shape, form),
            auto_name=naming if is_name else None,
            **{**self._read_back(name, shape), **({"read": ""} if in_place else {})},
            **common,
        )

    def _removed(self, name: str, *, replaces: bool) -> Unsent | None:
        """Return the value of a removed property if the resource is then sent as a whole, without it."""
        whole = replaces or self.modify == self.create
        return Unsent.VALUE if whole and not is_computed(self.declared.type, name) else None

    def _attribute(self, name: str, common: Mapping[str, Any]) -> Property:
        member, shape, _ = self._place(name)
        reach = Reach.SENT if member else Reach.STEP
        return Property(name=name, member=member, reach=reach, **self._read_back(name, shape), **common)

    def _changes(self, member: str, nested: bool) -> bool:
        """Whether the modify operation takes the member."""
        return member != self.key and bool(self.modify) and (nested or member in self._members(self.modify))

    def _read_back(self, name: str, shape: Any) -> dict[str, Any]:
        item, annotation = getattr(self._item, "members", {}), self._inputs[name]
        path = self.declared.reads.get(name)
        if path is None:
            member = member_of(item, self.declared.members.get(name) or name, self.declared.noun)
            is_json = is_text(annotation) and form_of_shape(shape) != SCALAR
            path = member if member and (is_json or is_readable(annotation, item[member], as_text=True)) else ""
        return {
            "read": path,
            "same": partial(_same, shape, form_of_annotation(annotation)),
            "shows": _text if is_text(annotation) else from_aws,
            # AWS also returns defaults, in members that the SDK lacks.
            "only_if_written": path != "" and has_structures(annotation),
        }

    def _naming(self) -> AutoName | None:
        name, prefix = self.declared.name, f"{self.declared.name}Prefix"
        if name not in self._inputs or not is_optional(self.declared.type, name):
            return None
        known_prefix = prefix if prefix in self._inputs else ""
        return AutoName(name, known_prefix, self.declared.name_limit, exact=self.declared.exact_name)

    def _attributes(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        for operation, names in self.declared.attributes.items():
            members = self._members(operation)
            found = {name: self.declared.members.get(name) or member_of(members, name) for name in names}
            yield operation, {name: (member, members[member]) for name, member in found.items()}

    def _nested(self) -> dict[str, Any]:
        """Return the functions for the arguments of calls whose properties are inside one member."""
        inside, shape = self.declared.inside, self._members(self.create)[self.declared.inside]
        names = {prop.name: prop for prop in self._properties() if self._place(prop.name)[2]}

        def arguments(inputs: Values) -> dict[str, Any]:
            given = {
                prop.aws_member: prop.sends(inputs[name])
                for name, prop in names.items()
                if inputs.get(name) is not None
            }
            return {inside: fit(shape, given)}

        def changed(old: Values, new: Values) -> dict[str, Any]:
            return arguments(new) if arguments(old) != arguments(new) else {}

        return {"create_arguments": arguments, **({"modify_arguments": changed} if self.modify else {})}

    # Outputs and tags.

    def _outputs(self) -> Iterator[tuple[str, str]]:
        item = getattr(self._item, "members", {})
        for name, annotation in output_types(self.declared.type).items():
            if name in self._inputs or name in IMPLICIT or name == "id":
                continue
            path = self.declared.reads.get(name)
            if path is None:
                member = member_of(item, name, self.declared.noun)
                path = member if member and is_readable(annotation, item[member]) else ""
            if name == "arn" and not path and self._has_arn_of_ec2():
                path = "Arn"
            if path:
                yield name, path

    def _has_arn_of_ec2(self) -> bool:
        """Whether to compose the ARN: EC2 describes few resources with their ARN."""
        item = getattr(self._item, "members", {})
        is_output = "arn" in output_names(self.declared.type)
        return self.declared.service == "ec2" and is_output and not member_of(item, "arn", self.declared.noun)

    def _with_arn(self, caller: Caller, identity: str, item: Values) -> Values:
        owner = item.get("OwnerId") or account(caller.region)
        return {"Arn": f"arn:{caller.partition}:ec2:{caller.region}:{owner}:{self._ec2_type()}/{identity}"}

    def _ec2_type(self) -> str:
        noun = self.declared.noun
        return EC2_TAG_TYPES.get(noun) or re.sub("(?<!^)(?=[A-Z])", "-", noun).lower()

    def _tagging(self) -> Tagging | None:
        if "tags" not in self._inputs:
            return None
        return tagging.of_ec2(self._ec2_type()) if self.declared.service == "ec2" else None


def _set_attributes(
    operation: str,
    key: str,
    at_creation: Collection[str],
    names: Mapping[str, tuple[str, Any]],
    caller: Caller,
    identity: str,
    old: Values,
    new: Values,
) -> None:
    for name, (member, shape) in names.items():
        value = new.get(name)
        if value is not None and value != old.get(name) and (old or member not in at_creation):
            wrapped = {"Value": value} if shape.type_name == "structure" else value
            caller(operation, **{key: identity, member: wrapped})


def _sent(shape: Any, form: str, value: Any) -> Any:
    """Return the value to send; a string is JSON if AWS has a structure."""
    if form == SCALAR and isinstance(value, str) and form_of_shape(shape) != SCALAR:
        value = json.loads(value)
    return fit(shape, value)


def _same(shape: Any, form: str, wanted: Any, actual: Any) -> bool:
    if wanted is Unsent.VALUE:
        return not actual  # Terraform's SDK treats false, zero and empty as missing
    if shape is not None:
        wanted = _sent(shape, form, wanted)
    if isinstance(actual, str) and form_of_shape(shape) != SCALAR:
        actual = json.loads(actual)
    return contains(actual, wanted)


def _text(value: Any) -> str:
    """Return a value in Terraform's spelling."""
    if isinstance(value, (Mapping, list)):
        return json.dumps(value)
    return str(from_aws(value))
