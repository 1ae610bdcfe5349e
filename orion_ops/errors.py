"""Exit codes, and the error of a command."""

ERROR = 1
"""Exit code of a command that failed."""
PROBLEM = 3
"""Exit code of a command that found a problem."""
INCOMPLETE = 4
"""Exit code of a command that found no problem, but could not read everything."""


class OpsError(Exception):
    """The error that ends a command. Its message ends with the next step, and no traceback is shown."""
