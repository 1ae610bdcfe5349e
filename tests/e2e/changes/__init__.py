"""The change matrix: what people change in a database that is deployed, and what that does.

No row replaces what holds data.
"""

from collections.abc import Mapping

from tests.e2e.changes import cluster, features, instances, outside, parts
from tests.e2e.changes.change import Change

CHANGES: Mapping[str, Change] = {
    **instances.CHANGES,
    **cluster.CHANGES,
    **features.CHANGES,
    **parts.CHANGES,
    **outside.CHANGES,
}

__all__ = ["CHANGES"]
