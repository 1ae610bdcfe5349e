"""Parameter groups of RDS and ElastiCache, which differ in the names of their calls."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from orion_sandbox.providers.calls import Caller
from orion_sandbox.providers.resources import tagging
from orion_sandbox.providers.table import Property, Row, fixed, step
from orion_sandbox.providers.values import Values

MAX_PARAMETERS_PER_CALL = 20
"""The maximum of ModifyDBParameterGroup, ModifyCacheParameterGroup and similar calls (their API references)."""

Parameter = Mapping[str, str]


def parameter_group(type_: str, noun: str, *, name: tuple[Property, ...], family: str, arn: str) -> Row:
    """Return the row of a kind of parameter group.

    Args:
        type_: Pulumi's type token.
        noun: The prefix of AWS's names: `DBParameterGroup`.
        name: The property of the physical name, with its prefix if it has one.
        family: AWS's member for the family.
        arn: The output member with the ARN.
    """
    is_cache = noun.startswith("Cache")
    calls = _Calls(noun, "ParameterNameValues" if is_cache else "Parameters", has_method=not is_cache)
    return Row(
        type=type_,
        service="elasticache" if is_cache else "rds",
        noun=noun,
        key=calls.key,
        properties=(
            fixed("description", default="Managed by Pulumi"),
            fixed("family", family),
            *name,
            step("parameters", "Parameters", removed=[], shows=calls.shown, same=calls.same),
        ),
        computed={"arn": arn},
        tagging=tagging.RDS,
        observe=calls.read,
        steps=(calls.write,),
    )


@dataclass(frozen=True)
class _Calls:
    """The calls for the parameters of a group."""

    noun: str
    member: str
    """The member of both calls with the parameters."""
    has_method: bool
    """Whether the program chooses if a parameter is applied immediately or at a reboot."""

    @property
    def key(self) -> str:
        return f"{self.noun}Name"

    def write(self, caller: Caller, identity: str, old: Values, new: Values) -> None:
        """Modify new and changed parameters, and reset removed ones."""
        before, after = (self._by_name(values.get("parameters")) for values in (old, new))
        for some in _batches([entry for name, entry in after.items() if before.get(name) != entry]):
            caller(f"Modify{self.noun}", **{self.key: identity, self.member: some})
        for some in _batches([self._reset(entry) for name, entry in before.items() if name not in after]):
            caller(f"Reset{self.noun}", **{self.key: identity, self.member: some})

    def read(self, caller: Caller, identity: str, _item: Values) -> Values:
        operation = f"Describe{self.noun.removesuffix('Group')}s"
        return {"Parameters": caller(operation, **{self.key: identity, "Source": "user"})["Parameters"]}

    def shown(self, parameters: Sequence[Parameter]) -> list[dict[str, str]]:
        return [
            {
                **({"applyMethod": each.get("ApplyMethod", "immediate")} if self.has_method else {}),
                "name": each["ParameterName"],
                "value": each["ParameterValue"],
            }
            for each in parameters
        ]

    def same(self, wanted: Sequence[Parameter], actual: Sequence[Parameter]) -> bool:
        return self._by_name(wanted) == self._by_name(actual)

    def _by_name(self, parameters: Sequence[Parameter] | None) -> dict[str, dict[str, str]]:
        return {
            each["name"]: {
                "ParameterName": each["name"],
                "ParameterValue": str(each["value"]),
                **({"ApplyMethod": each.get("applyMethod") or "immediate"} if self.has_method else {}),
            }
            for each in parameters or ()
        }

    def _reset(self, entry: dict[str, str]) -> dict[str, str]:
        # RDS resets by name and method; ElastiCache also takes the value.
        return {key: value for key, value in entry.items() if key != "ParameterValue" or not self.has_method}


def _batches(entries: list[dict[str, str]]) -> Iterator[list[dict[str, str]]]:
    rest = iter(entries)
    while batch := list(islice(rest, MAX_PARAMETERS_PER_CALL)):
        yield batch
