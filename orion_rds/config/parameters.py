"""Database parameters that the user sets."""

import math
import re
from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, Field, PlainValidator, ValidationError, field_validator
from pydantic_core import InitErrorDetails

from orion_rds.config.refusal import Refusal
from orion_rds.config.section import Section
from orion_rds.facts import references
from orion_rds.facts.misspelling import meant
from orion_rds.facts.parameter_values import Values, text
from orion_rds.facts.parameters import CLUSTER_ONLY, INSTANCE_ONLY, PARAMETERS, groups_of, known_names


def _meant(*, meant: str) -> None: ...


def parameter(*, parameter: str, values: object, example: str) -> None:
    """Fields of the refusals of `refused_value`."""


PARAMETER_NAME = Refusal(
    "parameter-name",
    why="It is not the name of a parameter.",
    fix="Write lower-case letters, digits, underscores and dots, such as `log_min_duration_statement`.",
    source=references.AURORA_PARAMETERS,
)
PARAMETER_MISSPELT = Refusal(
    "parameter-misspelt",
    why="Aurora PostgreSQL has `{meant}`, and no parameter with this name is known.",
    fix="Write `{meant}`. Names that resemble no known parameter are accepted.",
    source=references.AURORA_PARAMETERS,
    fields=_meant,
)
PARAMETER_CLUSTER_ONLY = Refusal(
    "parameter-cluster-only",
    why="Only the cluster parameter group has `{given}`; AWS refuses it in the group of an instance.",
    fix="Move it to `parameters.cluster`.",
    source=references.AURORA_PARAMETERS,
)
PARAMETER_INSTANCE_ONLY = Refusal(
    "parameter-instance-only",
    why="Only the parameter group of an instance has `{given}`; AWS refuses it in the cluster parameter group.",
    fix="Move it to `parameters.instance`.",
    source=references.AURORA_PARAMETERS,
)
PARAMETER_NOT_TAKEN = Refusal(
    "parameter-not-taken",
    why="`{parameter}` accepts {values}.",
    fix="Write {example}, or leave the parameter out.",
    source=references.PARAMETER_VALUES,
    fields=parameter,
)
PARAMETER_VALUE = Refusal(
    "parameter-value",
    why="The value of a parameter is one text, number or switch.",
    fix="Write one value; write a list as one text with commas, such as `pg_stat_statements,auto_explain`.",
    source=references.AURORA_PARAMETERS,
)


_NAME = r"[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)?"


def _named(name: str) -> str:
    if re.fullmatch(_NAME, name) is None:
        raise PARAMETER_NAME(name)
    if right := meant(name, known_names()):
        raise PARAMETER_MISSPELT(name, meant=right)
    return name


def _of_a_cluster(name: str) -> str:
    if groups_of(name) == INSTANCE_ONLY:
        raise PARAMETER_INSTANCE_ONLY(name)
    return name


def _of_an_instance(name: str) -> str:
    if groups_of(name) == CLUSTER_ONLY:
        raise PARAMETER_CLUSTER_ONLY(name)
    return name


def _one_value(value: object) -> object:
    if not isinstance(value, str | int | float) or (isinstance(value, float) and not math.isfinite(value)):
        raise PARAMETER_VALUE(value)
    return value


ParameterValue = Annotated[
    str | int | float | bool,
    PlainValidator(_one_value, json_schema_input_type=str | int | float | bool),
]
"""The value of a parameter."""

ClusterParameter = Annotated[str, AfterValidator(_named), AfterValidator(_of_a_cluster)]
InstanceParameter = Annotated[str, AfterValidator(_named), AfterValidator(_of_an_instance)]


class ParametersConfig(Section):
    """Parameters in addition to those of this component, or in place of them, whichever group has them.

    Unknown names are accepted, as a newer version of PostgreSQL may have them, unless they look like a misspelt known
    one. Static parameters change at the next reboot of each instance.
    """

    cluster: Mapping[ClusterParameter, ParameterValue] = Field(default_factory=dict)
    """Parameters of the cluster parameter group."""

    instance: Mapping[InstanceParameter, ParameterValue] = Field(default_factory=dict)
    """Parameters of the DB parameter group of the instances. AWS prefers them to those of the cluster."""

    @field_validator("cluster", "instance")
    @classmethod
    def _values_are_accepted_by_aurora(cls, given: Mapping[str, ParameterValue]) -> Mapping[str, ParameterValue]:
        wrong = [error for name, value in given.items() if (error := _refused_value(name, value))]
        if wrong:
            raise ValidationError.from_exception_data("parameters", wrong)
        return given


def _refused_value(name: str, value: ParameterValue) -> InitErrorDetails | None:
    known = PARAMETERS.get(name)
    return refused_value(PARAMETER_NOT_TAKEN, name, value, text(value), known and known.values)


def refused_value(
    refusal: Refusal[...], name: str, value: ParameterValue, written: str, values: Values | None
) -> InitErrorDetails | None:
    """Return the error of a parameter whose value, in the form that AWS expects, is not one of `values`; None if it is,
    or if `values` is unknown.
    """
    if values is None or values.accepts(written):
        return None
    number = values.meant(written)
    example = "such a value" if number is None else str(number)
    error = refusal(value, number, parameter=name, values=values, example=example)
    return InitErrorDetails(type=error, loc=(name,), input=value)
