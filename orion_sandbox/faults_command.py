"""The command `faults`: its options, and what it prints."""

import secrets
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from orion_sandbox import faults
from orion_sandbox.errors import SandboxError
from orion_sandbox.faults import KINDS, MAXIMUM_SECONDS, WAITING, Fault
from orion_sandbox.stack import SandboxStack

NOTES = """\
CALLS chooses calls: an action as IAM names it (rds:CreateDBInstance, rds:Create*; every call without it), the share of
them that meets the fault (0.1; all without it), or both (rds:*=0.1). Of several options that meet a call, the first of
this list counts. Options replace the former ones; without any, the command prints what is in force.

"""
SEEDS = 2**16
"""The number of seeds that the command chooses from: a short seed is easy to repeat."""

OPTIONS: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        **{
            f"--{kind}": {"action": "append", "metavar": "CALLS", "help": f"{effect} (default: no calls)"}
            for kind, effect in KINDS.items()
        },
        "--next": {"metavar": "KIND[=ACTION],...", "help": "for one call each, in this order (default: none)"},
        "--seconds": {"type": float, "help": f"the wait of slow and timeout (default: {WAITING['slow']:g})"},
        "--seed": {"type": int, "help": "the same seed chooses the same share (default: another each time)"},
        "--clear": {"action": "store_true", "help": "remove all faults (default: no)"},
    }
)


def change_faults(
    stack: SandboxStack,
    *,
    next: str | None,  # noqa: A002 - the name of the option
    seconds: float | None,
    seed: int | None,
    clear: bool,
    **kinds: Sequence[str] | None,
) -> None:
    """Make calls of the stack's AWS API fail; without an option, print which do."""
    always = [_fault(kind, text, seconds) for kind in KINDS for text in kinds[kind.replace("-", "_")] or ()]
    once = [_once(text.strip(), seconds) for text in (next or "").split(",") if text.strip()]
    if clear and (always or once):
        raise SandboxError("--clear removes all faults; other options already replace the previous faults")
    if (seconds is not None or seed is not None) and not (always or once):
        raise SandboxError("--seconds and --seed belong to faults; name one, such as --throttle 0.1")
    api = stack.api()
    if always or once or clear:
        faults.put(api, always, once, seed=secrets.randbelow(SEEDS) if seed is None else seed)
    _print(faults.in_force(api))


def _fault(kind: str, text: str, seconds: float | None) -> Fault:
    """Read ACTION, SHARE or ACTION=SHARE."""
    action, _, share = text.rpartition("=")
    if not action and not _is_number(share):
        action, share = share, "1"
    return _checked(kind, action or "*", share, seconds)


def _once(text: str, seconds: float | None) -> Fault:
    """Read KIND or KIND=ACTION."""
    kind, _, action = text.partition("=")
    return _checked(kind, action or "*", "1", seconds)


def _checked(kind: str, action: str, share: str, seconds: float | None) -> Fault:
    waits = WAITING.get(kind, 0.0) if seconds is None else seconds
    try:
        return Fault(kind=kind, action=action, share=float(share), seconds=waits)
    except ValueError:
        raise SandboxError(_reason(kind, share, waits)) from None


def _reason(kind: str, share: str, seconds: float) -> str:
    if kind not in KINDS:
        return f"{kind!r} is not a kind of fault; the kinds are {', '.join(KINDS)}"
    if not _is_number(share) or not 0 < float(share) <= 1:
        return f"--{kind}: {share!r} is not a share of the calls, above 0 and up to 1; --seconds sets the wait"
    return f"--{kind}: {seconds:g} s is not a wait of 0 to {MAXIMUM_SECONDS:g} s"


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _print(current: faults.InForce) -> None:
    if not (current.faults.always or current.faults.once):
        print("No faults are in force.")
        return
    for fault, met in zip(current.faults.always, current.met, strict=True):
        print(f"{fault.kind:12} {_calls(fault):40} met {met} times")
    for fault in current.faults.once:
        print(f"{fault.kind:12} {_calls(fault):40} once, in this order")
    if any(fault.share < 1 for fault in current.faults.always):
        print(f"The share of the calls is chosen by --seed {current.faults.seed}.")


def _calls(fault: Fault) -> str:
    every = "every call" if fault.action == "*" else fault.action
    share = "" if fault.share == 1 else f", {fault.share:g} of them"
    wait = f", {fault.seconds:g} s" if fault.seconds else ""
    return f"{every}{share}{wait}"
