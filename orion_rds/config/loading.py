"""From a stack's configuration or a mapping to a `DatabaseConfig`."""

from collections.abc import Mapping
from typing import Any

import pulumi
from pydantic import ValidationError

from orion_rds.config.database import DatabaseConfig
from orion_rds.config.errors import ConfigError


def parse(value: Mapping[str, Any] | DatabaseConfig) -> DatabaseConfig:
    """Check a configuration.

    Raises:
        ConfigError: with every reason at once.
    """
    try:
        return DatabaseConfig.model_validate(value)
    except ValidationError as error:
        raise ConfigError(str(error)) from error


def load(config: pulumi.Config | None = None, key: str = "database") -> DatabaseConfig:
    """Read and check `orion-rds:database` of the stack's configuration.

    Raises:
        ConfigError: with every reason at once.
    """
    return parse((config or pulumi.Config()).require_object(key))
