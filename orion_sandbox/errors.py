"""What goes wrong in the sandbox through no fault of its code."""


class SandboxError(Exception):
    """Something the user can mend. The message says what happened and what to do; no traceback is shown with it."""
