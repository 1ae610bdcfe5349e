"""The page of outputs."""

import re
from collections.abc import Callable, Sequence
from inspect import getdoc
from types import NoneType
from typing import Any, get_args, get_type_hints

from orion_rds import AuroraDatabase
from orion_rds.components.database import OUTPUTS
from scripts.pages.markdown import GENERATED, rows

INTRODUCTION = """\
# Outputs

Outputs of a deployed database. In a program, each is a property, such as `database.cluster_endpoint`, and
`database.outputs()` returns all of them as a mapping. The program of this repository exports all of them, for commands
and for other stacks:

```console
pulumi stack output cluster_endpoint
pulumi stack output instance_identifiers --json
```

```python
database = pulumi.StackReference("acme/orion-rds/prod")
host = database.require_output("writer_endpoint")
```

No output is a secret: passwords are only in Secrets Manager. An output of a part that is off is null, which Pulumi does
not list, or an empty list.
"""

METHODS = """
## Policies for each user

`database.connect_policy(user)` returns the IAM policy document for a role that connects as that user of the database
with a token instead of a password, in every region, and `database.role_secret_policy(role)` that for a role of the
configuration that reads its own secret. [security.md](security.md) shows the documents in use.
"""

_WORDS = {str: "text", int: "number", NoneType: "null", Sequence[str]: "list of texts"}


def outputs() -> str:
    """Return the page."""
    table = rows(("Output", "Type", "Description"), [(f"`{name}`", _kind(name), _text(name)) for name in OUTPUTS])
    return "\n".join([GENERATED, INTRODUCTION, table + METHODS])


def _kind(name: str) -> str:
    """Return the type of an output in words."""
    return " or ".join(_words(get_type_hints(_getter(name))["return"]))


def _words(annotation: Any) -> list[str]:
    if annotation in _WORDS:
        return [_WORDS[annotation]]
    # `Output[str | None]`, and `Output[int] | Output[None]`.
    return [word for part in get_args(annotation) for word in _words(part)]


def _text(name: str) -> str:
    """Return the docstring, with its source as a link."""
    return re.sub(r"\s*Source: (\S+)", r" ([source](\1))", getdoc(_getter(name)) or "")


def _getter(name: str) -> Callable[[AuroraDatabase], Any]:
    return vars(AuroraDatabase)[name].func
