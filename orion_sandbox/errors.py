"""Errors of the sandbox that are not defects of its code."""


class SandboxError(Exception):
    """An error that the user can fix. The message says what happened and what to do; no traceback is shown."""
