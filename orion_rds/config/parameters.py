"""Database parameters of your own."""

import math
import re
from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, Field, PlainValidator, ValidationError, field_validator
from pydantic_core import InitErrorDetails

from orion_rds.config.refusals import refuse
from orion_rds.config.section import Section
from orion_rds.facts.parameter_values import text
from orion_rds.facts.parameters import CLUSTER_ONLY, INSTANCE_ONLY, PARAMETERS, groups_of

_NAME = r"[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)?"


def _named(name: str) -> str:
    if re.fullmatch(_NAME, name) is None:
        raise refuse("parameter-name", name)
    return name


def _of_a_cluster(name: str) -> str:
    if groups_of(name) == INSTANCE_ONLY:
        raise refuse("parameter-instance-only", name)
    return name


def _of_an_instance(name: str) -> str:
    if groups_of(name) == CLUSTER_ONLY:
        raise refuse("parameter-cluster-only", name)
    return name


def _one_value(value: object) -> object:
    if not isinstance(value, str | int | float) or (isinstance(value, float) and not math.isfinite(value)):
        raise refuse("parameter-value", value)
    return value


ParameterValue = Annotated[
    str | int | float | bool,
    PlainValidator(_one_value, json_schema_input_type=str | int | float | bool),
]
"""What a parameter is set to."""

ClusterParameter = Annotated[str, AfterValidator(_named), AfterValidator(_of_a_cluster)]
InstanceParameter = Annotated[str, AfterValidator(_named), AfterValidator(_of_an_instance)]


class ParametersConfig(Section):
    """Parameters that are added to ours, or replace them. Those of a newer version than our table are let through."""

    cluster: Mapping[ClusterParameter, ParameterValue] = Field(default_factory=dict)
    """Parameters of the cluster parameter group."""

    instance: Mapping[InstanceParameter, ParameterValue] = Field(default_factory=dict)
    """Parameters of the DB parameter group of the instances."""

    @field_validator("cluster", "instance")
    @classmethod
    def _have_values_that_aurora_takes(cls, given: Mapping[str, ParameterValue]) -> Mapping[str, ParameterValue]:
        wrong = [error for name, value in given.items() if (error := _not_taken(name, value))]
        if wrong:
            raise ValidationError.from_exception_data("parameters", wrong)
        return given


def _not_taken(name: str, value: ParameterValue) -> InitErrorDetails | None:
    known = PARAMETERS.get(name)
    if known is None or known.values is None or known.values.accepts(text(value)):
        return None
    return InitErrorDetails(
        type=refuse("parameter-not-taken", value, parameter=name, values=known.values), loc=(name,), input=value
    )
