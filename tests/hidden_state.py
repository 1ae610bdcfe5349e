"""State of the test process that one test can leave to the next one."""

import os
import signal
import sys
from collections.abc import Iterator, Mapping
from contextvars import Context, ContextVar, copy_context
from dataclasses import dataclass
from pathlib import Path
from typing import Any

UNSET = object()


@dataclass(frozen=True, slots=True)
class HiddenState:
    """What a test must leave as it found it.

    Pulumi keeps its configuration, its settings and the root resource in context variables.
    """

    variables: Mapping[ContextVar[Any], Any]
    environment: Mapping[str, str]
    directory: Path
    import_path: tuple[str, ...]
    interrupt: object
    """The handler of SIGINT."""

    @classmethod
    def now(cls) -> "HiddenState":
        """Take a snapshot."""
        return cls(
            dict(copy_context().items()),
            dict(os.environ),
            Path.cwd(),
            tuple(sys.path),
            signal.getsignal(signal.SIGINT),
        )

    def differences(self, later: "HiddenState") -> Iterator[str]:
        """Name what differs from this snapshot in a later one."""
        for variable in {**self.variables, **later.variables}:
            before, after = _value(variable, self.variables), _value(variable, later.variables)
            if before is not after and before != after:
                yield f"the context variable {variable.name}"
        for name in sorted({*self.environment, *later.environment} - {"PYTEST_CURRENT_TEST"}):
            if self.environment.get(name) != later.environment.get(name):
                yield f"the environment variable {name}"
        if self.directory != later.directory:
            yield "the current directory"
        if self.import_path != later.import_path:
            yield "sys.path"
        if self.interrupt != later.interrupt:
            yield "the handler of SIGINT"


def _value(variable: ContextVar[Any], values: Mapping[ContextVar[Any], Any]) -> Any:
    """Return the value in a snapshot, or the default of a variable that was not set then."""
    try:
        return values[variable] if variable in values else Context().run(variable.get)
    except LookupError:
        return UNSET
