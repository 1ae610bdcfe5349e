"""What is raised when a configuration cannot be used."""

import pulumi


class ConfigError(pulumi.RunError, ValueError):
    """A configuration that cannot be deployed, with every reason at once."""
