"""Functions that read and check the configuration of a stack, or a mapping."""

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from orion_rds.config.checking import check, right_parts
from orion_rds.config.database import DatabaseConfig
from orion_rds.config.errors import ConfigError, Hidden, Problem
from orion_rds.config.provider_settings import UNKNOWN_PROVIDER, in_configuration
from orion_rds.config.refusal import Refusal
from orion_rds.facts import references
from orion_rds.facts.misspelling import meant

if TYPE_CHECKING:
    import pulumi


def _example(*, example: str) -> None: ...


NO_CONFIGURATION = Refusal(
    "no-configuration",
    why="The stack's configuration has no such key, so there is nothing to deploy.",
    fix="The smallest one that is accepted:\n{example}",
    source=references.PULUMI_CONFIG,
    fields=_example,
)


def _keys(*, other: str, key: str) -> None: ...


OTHER_PROJECT = Refusal(
    "configuration-other-project",
    why="The stack's configuration has `{other}`, and a key of this project begins with its name in `Pulumi.yaml`.",
    fix="Write `{key}` for `{other}`.",
    source=references.PULUMI_CONFIG,
    fields=_keys,
)
MISSPELT_KEY = Refusal(
    "configuration-misspelt",
    why="The stack's configuration has `{other}`, and no `{key}`.",
    fix="Did you mean `{key}`? Write it for `{other}`.",
    source=references.PULUMI_CONFIG,
    fields=_keys,
)
SECRET_CONFIGURATION = Refusal(
    "secret-configuration",
    why="The key, or something below it, is encrypted. Names, IDs and numbers of the database are in clear text in the "
    "state, and no setting here is a secret: the master password is generated.",
    fix="Write it as plain text, without `--secret` and without `secure:`.",
    source=references.PULUMI_CONFIG,
)


SMALLEST = """\
  orion-rds:database:
    project: orion
    environment: prod
    network:
      vpc_id: vpc-0a1b2c3d4e5f60718
      subnet_ids: [subnet-0a1b2c3d4e5f60718, subnet-1a2b3c4d5e6f70819]
      allow_from:
        app: sg-0a1b2c3d4e5f60718"""
"""The smallest configuration that is accepted."""


def parse(value: Mapping[str, Any] | DatabaseConfig, *, of: str = "") -> DatabaseConfig:
    """Check a configuration that is passed in Python, without calls to AWS. Errors begin with `of`: what it is for.

    Raises:
        ConfigError: with every problem.
    """
    return check(value, "", UNKNOWN_PROVIDER, of=of)


def of_stack(values: Mapping[str, Any], root: str) -> DatabaseConfig:
    """Check one key of a stack file's configuration. `values` has full keys such as `orion-rds:database`.

    Raises:
        ConfigError: with every problem, or when there is no such key, or when it is a secret.
    """
    written = values.get(root)
    if isinstance(written, Mapping) and "secure" in written:
        raise ConfigError([SECRET_CONFIGURATION.problem((), Hidden.ENCRYPTED)], root)
    if written is None:
        raise _missing(root, [name for name, value in values.items() if isinstance(value, Mapping)])
    return check(cast("object", written), root, in_configuration(values))


def rest_of_stack(values: Mapping[str, Any], root: str, found: Sequence[Problem]) -> DatabaseConfig | None:
    """Return the accepted part of a configuration in which `of_stack` found these problems, with `REFUSED_VALUE` in
    place of each refused setting; None if no part is accepted.
    """
    return right_parts(cast("object", values.get(root)), found)


def load(config: "pulumi.Config | None" = None, key: str = "database") -> DatabaseConfig:
    """Read and check one key of the stack's configuration: by default `database` of the project, for a project named
    `orion-rds` the block `orion-rds:database`. It makes no calls to AWS.

    Raises:
        ConfigError: with every problem, or when there is no such key, or when it is a secret.
    """
    import pulumi  # noqa: PLC0415 # see `pulumi_types`
    from pulumi.runtime.config import CONFIG, is_config_secret  # noqa: PLC0415

    config = config or pulumi.Config()
    root = config.full_key(key)
    if is_config_secret(root):
        raise ConfigError([SECRET_CONFIGURATION.problem((), Hidden.ENCRYPTED)], root)
    text = config.get(key)
    if text is None:
        raise _missing(root, [name for name, value in CONFIG.get().items() if str(value).startswith("{")])
    return check(_decoded(text), root, UNKNOWN_PROVIDER)


def _missing(root: str, keys: Sequence[str]) -> ConfigError:
    """Return the error of a configuration without the key `root`. `keys` are those with mappings: one may belong to
    another project, or be misspelt.
    """
    project, _, name = root.partition(":")
    if other := next((key for key in keys if key.partition(":")[2] == name), None):
        return ConfigError([OTHER_PROJECT.problem((), Hidden.MISSING, other=other, key=root)], root)
    if other := next((key for key in keys if key.startswith(f"{project}:") and meant(key, [root])), None):
        return ConfigError([MISSPELT_KEY.problem((), Hidden.MISSING, other=other, key=root)], root)
    example = SMALLEST.replace("orion-rds:database", root)
    return ConfigError([NO_CONFIGURATION.problem((), Hidden.MISSING, example=example)], root)


def _decoded(text: str) -> object:
    """Decode a mapping, which Pulumi passes as JSON. Return any other text unchanged, including JSON that Python cannot
    decode: a number with thousands of digits, or thousands of levels.
    """
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
