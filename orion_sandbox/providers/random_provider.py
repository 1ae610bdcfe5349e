"""The stand-in for the `random` provider."""

from collections.abc import Iterator
from importlib.metadata import version

from orion_sandbox.providers.calls import Refused
from orion_sandbox.providers.provider import CheckResult, Difference, ResourceState
from orion_sandbox.providers.random_values import CLASSES, KINDS
from orion_sandbox.providers.schema import input_names, output_names, problems
from orion_sandbox.providers.values import UNKNOWN, Values


class Random:
    """The provider of the types of `random_values`, which are fixed at creation (the provider's documentation)."""

    def __init__(self) -> None:
        self.notices: list[str] = []

    @property
    def version(self) -> str:
        """The installed SDK's version."""
        return version("pulumi_random")

    def configure(self, settings: Values) -> None:
        """Do nothing: the provider has no settings."""

    def check(self, kind: str, name: str, old: Values, new: Values, seed: bytes) -> CheckResult:
        """Refuse other types and properties; fill in the defaults."""
        del name, old, seed
        if kind not in KINDS:
            raise Refused(f"the sandbox does not imitate the resource type {kind}")
        filled = {**KINDS[kind].defaults, **new}
        if "number" in new and "numeric" not in new:
            filled["numeric"] = new["number"]  # its deprecated name
        failures = tuple(problems(kind, new, input_names(kind)))
        return CheckResult(filled, failures or tuple(_impossible(filled)))

    def diff(self, kind: str, old: Values, state: Values, new: Values) -> Difference:
        """Replace the resource on any change."""
        del kind, state
        return Difference({
            key: "UPDATE_REPLACE" for key in sorted({*old, *new}) if old.get(key) != new.get(key)
        })  # fmt: skip

    def create(self, kind: str, new: Values, *, preview: bool) -> ResourceState:
        """Return a cryptographically random value, or with a seed a repeatable one."""
        if preview:
            unknown = dict.fromkeys(output_names(kind) - input_names(kind), UNKNOWN)
            return ResourceState("", {**unknown, **new}, secrets=KINDS[kind].secrets)
        made = KINDS[kind].make(new)
        return ResourceState(made.id, {**new, **made.properties}, secrets=KINDS[kind].secrets)

    def read(self, kind: str, identity: str, inputs: Values, state: Values) -> ResourceState | None:
        """Return Pulumi's state, the only place of the value; for an import, the value in its id."""
        if not state:
            state = _imported(kind, identity)
            inputs = {name: value for name, value in state.items() if name in input_names(kind) - {"number"}}
        return ResourceState(identity, state, inputs, KINDS[kind].secrets)

    def update(self, kind: str, *_: object, **__: object) -> ResourceState:
        """Refuse: `diff` replaces on any change."""
        raise Refused(f"{kind} cannot change in place")

    def delete(self, kind: str, identity: str, state: Values) -> None:
        """Do nothing: the value exists in Pulumi's state only."""

    def invoke(self, function: str, arguments: Values) -> Values:
        """Refuse: the package has no functions."""
        del arguments
        raise Refused(f"the sandbox does not imitate the function {function}")


def _impossible(inputs: Values) -> Iterator[tuple[str, str]]:
    """Yield property and reason of inputs that the provider refuses in combination."""
    if any(value is UNKNOWN for value in inputs.values()):
        return
    if "min" in inputs and inputs["min"] > inputs["max"]:
        yield "min", "The minimum (min) value needs to be smaller than or equal to maximum (max) value."
    if "minLower" in inputs:
        needed = sum(inputs[minimum] for allowed, minimum, _ in CLASSES if inputs[allowed])
        if inputs["length"] < needed:
            yield "length", f"must be at least the sum of the minimums, {needed}, got: {inputs['length']}"
        if not any(inputs[allowed] for allowed, *_ in CLASSES):
            yield "special", "the character set is empty: allow a class of characters"


def _imported(kind: str, identity: str) -> Values:
    read_id = KINDS[kind].read_id
    if read_id is None:
        raise Refused(f"{kind} cannot be imported")
    try:
        return read_id(identity)
    except ValueError:
        # The id of a password is its value, so it is not shown.
        raise Refused(f"{kind}: the id to import does not have the form that the provider documents") from None
