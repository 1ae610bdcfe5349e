"""How a command ends that does not end well."""

ERROR = 1
"""Exit code of a command that could not do what it is for."""
PROBLEM = 3
"""Exit code where something is found that is not well."""
INCOMPLETE = 4
"""Exit code where nothing is found, and a part could not be looked at."""


class OpsError(Exception):
    """What keeps a command from going on, in sentences that end with the next step. No traceback is shown."""
