"""Runs a Pulumi program's executor, with stack references answered; the sandbox's `python3` calls it as a script."""

import os
import runpy
import sys
from importlib.util import find_spec
from pathlib import Path


def main() -> None:
    """Run the executor that is the first argument after Python's own options, as if it had been called directly."""
    arguments = sys.argv[1:]
    while arguments[0].startswith("-"):
        arguments.pop(0)
    if find_spec("orion_sandbox") is None:  # a checkout that is only on the path of the sandbox's commands
        sys.path.append(str(Path(__file__).parents[1]))
    from orion_sandbox.environment import FOLDER_VARIABLE  # noqa: PLC0415 - see above
    from orion_sandbox.stack_references import answered  # noqa: PLC0415 - see above
    from orion_sandbox.unprotected import VARIABLE, protection_off  # noqa: PLC0415 - see above

    sys.argv = arguments
    with answered(Path(os.environ[FOLDER_VARIABLE])), protection_off(os.environ.get(VARIABLE) == "1"):
        runpy.run_path(arguments[0], run_name="__main__")


if __name__ == "__main__":
    main()
