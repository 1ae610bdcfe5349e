"""KMS keys, as other services use them."""

from orion_sandbox.api.gate.policies import allows_service
from orion_sandbox.api.gate.state import State

OF_AWS = "alias/aws/"
"""AWS makes these keys itself, when they are first used."""


def usable_key(identifier: str, state: State) -> bool:
    """Whether a key exists and is enabled."""
    if OF_AWS in identifier:
        return True
    key = state.key(identifier)
    return key is not None and key.key_state == "Enabled"


def admits(identifier: str, state: State, service: str) -> bool:
    """Whether a key's policy lets a service encrypt with it."""
    return allows_service(state.key(identifier).policy, service, "kms:Encrypt")
