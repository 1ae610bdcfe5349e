"""Every reason for which a configuration is refused, as a table."""

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from orion_rds.config.printable import printable
from orion_rds.config.refusals import (
    adopt,
    alarms,
    copies,
    engine,
    global_database,
    naming,
    network,
    operations,
    redis,
    shape,
)
from orion_rds.config.refusals.refusal import Refusal
from orion_rds.facts.tables import table

REFUSALS = table(
    lambda refusal: refusal.name,
    *shape.ROWS,
    *naming.ROWS,
    *network.ROWS,
    *engine.ROWS,
    *operations.ROWS,
    *copies.ROWS,
    *redis.ROWS,
    *alarms.ROWS,
    *global_database.ROWS,
    *adopt.ROWS,
)

__all__ = ["REFUSALS", "Refusal", "again", "refuse"]


def refuse(name: str, given: object, instead: object = None, **values: object) -> PydanticCustomError:
    """Make the error that a check raises.

    `instead` is a value that would be right, where one can be told. `values` fill the refusal's texts. Where another
    setting than the checked one is to blame, `path` among them is its place in the tree, or `beside` its name in the
    same section.
    """
    given = printable(given)
    why, mend = REFUSALS[name].texts(given=given, **values)
    context = {
        "refusal": name,
        "why": why,
        "mend": mend,
        "given": given,
        "instead": instead,
        "path": values.get("path"),
        "beside": values.get("beside"),
    }
    return PydanticCustomError("refused", "{why} {mend}", context)


def again(error: ValidationError) -> PydanticCustomError:
    """Make the first refusal of an inner value one of the value around it."""
    return PydanticCustomError("refused", "{why} {mend}", error.errors()[0].get("ctx", {}))
