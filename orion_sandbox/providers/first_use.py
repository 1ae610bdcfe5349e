"""Ids that only the program names are created in the API, when a resource or a function first refers to one."""

from typing import Any
from urllib.parse import urlsplit

from orion_sandbox.own_requests import request
from orion_sandbox.providers.calls import endpoint
from orion_sandbox.references import creatable_ids


class FirstUse:
    """What one provider has asked the API for; it asks once for each id."""

    def __init__(self) -> None:
        self._asked: set[tuple[str, str]] = set()

    def created(self, values: Any, region: str) -> list[str]:
        """Return the ids in the values that the API has created just now, because it has never held them."""
        found = creatable_ids(values)
        asked = {(region, each) for each in found}
        if asked <= self._asked:
            return []
        self._asked |= asked
        # All of them: those that exist tell where the others belong.
        return _ask({"region": region, "ids": found})


def _ask(body: dict[str, Any]) -> list[str]:
    _, answer = request(urlsplit(endpoint()).netloc, "POST", "/_sandbox/first-use", body)
    # Ids that cannot be created, in an unknown region for example, are left to what AWS says of the call.
    return answer.get("created", [])
