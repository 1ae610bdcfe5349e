"""A plugin of pytest that imports a mutant in place of a module: $MUTANT_SOURCE in place of the file $MUTANT_PATH."""

import os
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import ModuleType
from typing import Any

from scripts.mutation.trying import limit


class Mutated(SourceFileLoader):
    """Reads the mutant. Bytecode is that of the module as it is, so it is not read."""

    def get_data(self, path: Any) -> bytes:  # noqa: ARG002 # one file
        """Return the source."""
        return os.environ["MUTANT_SOURCE"].encode()

    def path_stats(self, path: Any) -> Any:
        """Raise, so that no bytecode is used."""
        raise OSError(path)


class Finder:
    """Finds the mutant in place of the module."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> ModuleSpec | None:
        """Return the spec of the module with the mutant's source."""
        spec = PathFinder.find_spec(name, path, target)
        changed = os.environ["MUTANT_PATH"]
        if spec and spec.origin == changed:
            spec.loader = Mutated(name, changed)
            return spec
        return None


sys.meta_path.insert(0, Finder)
limit()
