"""Database parameters of your own."""

from collections.abc import Mapping

from pydantic import Field

from orion_rds.config.section import Section

ParameterValue = str | int | float | bool
"""What a parameter is set to."""


class ParametersConfig(Section):
    """Parameters that are added to ours, or replace them."""

    cluster: Mapping[str, ParameterValue] = Field(default_factory=dict)
    """Parameters of the cluster parameter group."""

    instance: Mapping[str, ParameterValue] = Field(default_factory=dict)
    """Parameters of the DB parameter group of the instances."""
