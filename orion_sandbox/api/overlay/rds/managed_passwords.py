"""Master passwords that RDS keeps in a secret of its own."""

import json
import secrets
from typing import Any

from moto.rds.models import MasterUserSecret

from orion_sandbox.api.overlay.patches import Patches

PATCHES = Patches()

PASSWORD_BYTES = 21


@PATCHES.method(MasterUserSecret)
def _generate_secret_string(managed: Any) -> str:
    """Moto gives every cluster one password, and the name of another user."""
    return json.dumps({"username": managed.resource.master_username, "password": secrets.token_urlsafe(PASSWORD_BYTES)})
