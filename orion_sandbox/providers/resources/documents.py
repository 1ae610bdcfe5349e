"""Policy documents: JSON that may be spelt in more than one way."""

import json
from typing import Any


def same_document(wanted: str, actual: str) -> bool:
    """Whether two texts hold one document."""
    try:
        return bool(json.loads(wanted) == json.loads(actual))
    except ValueError:
        return False


def as_text(document: Any) -> str:
    """The text that the provider shows; boto3 decodes the documents of some services."""
    return document if isinstance(document, str) else json.dumps(document)
