"""What is raised when a configuration cannot be used."""

from collections.abc import Sequence

import pulumi

from orion_rds.config.problem import Problem
from orion_rds.config.rendering import render


class ConfigError(pulumi.RunError, ValueError):
    """A configuration that cannot be deployed, with every reason at once.

    It is a `pulumi.RunError`: the language host prints the text of such an error and no traceback.
    """

    def __init__(self, problems: Sequence[Problem], root: str = "") -> None:
        super().__init__(render(problems, root))
        self.problems = tuple(problems)
        """What is wrong, in the order of the settings."""
