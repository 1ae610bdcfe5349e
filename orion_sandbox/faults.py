"""Faults of a sandbox's AWS API, on request: which calls meet one, and which."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from orion_sandbox.daemon import Api
from orion_sandbox.errors import SandboxError

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "throttle": "refused, as AWS refuses too many calls",
        "deny": "refused, as AWS refuses a caller without the permission",
        "error": "not carried out, and answered with AWS's error 500",
        "timeout": "not carried out; the connection is cut after --seconds",
        "slow": "carried out, and answered --seconds later",
        "lose-answer": "carried out, but the connection is cut in place of the answer",
        "late-error": "carried out, but answered with AWS's error 500",
        "repeat": "carried out twice; the second answer is returned",
    }
)
"""What happens to a call, by the names of the options of `faults`."""

WAITING: Mapping[str, float] = MappingProxyType({"slow": 5.0, "timeout": 5.0})
"""The kinds that wait, with their seconds by default."""

MAXIMUM_SECONDS = 3600.0


def _known(kind: str) -> str:
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is not a kind of fault; the kinds are {', '.join(KINDS)}")
    return kind


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Fault(_Part):
    """One fault, and the calls that meet it."""

    kind: Annotated[str, AfterValidator(_known)]
    action: str = "*"
    """Operations as IAM names them: `rds:CreateDBInstance`, `rds:Create*`, or `*` for every call."""
    share: float = Field(default=1.0, gt=0, le=1)
    """The share of these calls that meet it."""
    seconds: float = Field(default=0.0, ge=0, le=MAXIMUM_SECONDS)
    """How long the answer, or the end of the connection, is held back."""


class Faults(_Part):
    """The faults of one API."""

    always: tuple[Fault, ...] = ()
    """Until they are cleared. Of several that meet a call, the first counts."""
    once: tuple[Fault, ...] = ()
    """One after the other, before the others: the first call that the first of them meets uses it up."""
    seed: int = 0
    """Decides which calls a share of them are: the same seed chooses, of each action, the same ones."""


class InForce(_Part):
    """The faults of an API, and what they have met since they were set."""

    faults: Faults
    met: tuple[int, ...]
    """How many calls each of `always` has met."""


def put(api: Api, always: Sequence[Fault] = (), once: Sequence[Fault] = (), *, seed: int = 0) -> None:
    """Put these faults in force in place of the former ones; without arguments, none.

    Raises:
        SandboxError: An action does not exist.
    """
    _ask(api, Faults(always=tuple(always), once=tuple(once), seed=seed).model_dump(mode="json"))


def in_force(api: Api) -> InForce:
    """Return the faults in force."""
    return InForce.model_validate(_ask(api, None))


def _ask(api: Api, body: object) -> dict[str, Any]:
    status, answer = api.ask("/_sandbox/faults", body)
    if status != HTTPStatus.OK:
        raise SandboxError(answer["error"])
    return answer
