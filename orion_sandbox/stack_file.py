"""The sandbox's copy of a stack file: `Pulumi.<stack>.yaml` without values that need the user's own login.

Files are edited as YAML nodes, not as values: PyYAML reads `off` as a boolean where the engine reads a string, so
values that are read and written again would differ from the user's.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from orion_sandbox.errors import SandboxError

LOGIN_KEYS = {
    "secretsprovider": "the sandbox encrypts with a passphrase of its own",
    "encryptedkey": "it belongs to the secrets provider",
    "encryptionsalt": "it belongs to your passphrase",
    "environment": "Pulumi ESC environments need a login",
}
"""Keys of a stack file besides `config`, with the reason why the copy leaves them out."""


class StackFile:
    """The text of a stack file as the sandbox uses it."""

    def __init__(self, text: str, origin: str) -> None:
        """Read `text`; `origin` names it in errors. Raises `SandboxError` if it is not a stack file."""
        try:
            root = yaml.compose(text, Loader=yaml.SafeLoader) or yaml.MappingNode("tag:yaml.org,2002:map", [])
        except yaml.YAMLError as error:
            raise SandboxError(f"{origin} is not YAML: {error}") from error
        if not isinstance(root, yaml.MappingNode):
            raise SandboxError(f"{origin} is not a stack file: at the top it needs the key `config`")
        self._root = root
        self.left_out = tuple(_drop_login_keys(root)) + tuple(_drop_secrets(root, ""))
        """One line for each value that was left out, with the reason."""

    @classmethod
    def of(cls, config: Mapping[str, Any]) -> "StackFile":
        """Return a stack file with these configuration values."""
        return cls(yaml.safe_dump({"config": dict(config)}, sort_keys=False), "the configuration")

    def config(self) -> dict[str, Any]:
        """Return the configuration values by their full keys; every scalar is a string, as it is written."""
        return yaml.BaseLoader("").construct_document(self._root).get("config") or {}

    def text(self, **more: str) -> str:
        """Return the file's text, with further top-level keys."""
        written = yaml.serialize(self._root, Dumper=yaml.SafeDumper)
        return (written if self._root.value else "") + (yaml.safe_dump(more) if more else "")

    def set(self, value: str, *path: str) -> None:
        """Set the plain scalar at a path of keys below `config`, with the mappings that lead there."""
        node = self._root
        for key in ("config", *path[:-1]):
            node = _mapping_at(node, key)
        key = path[-1]
        node.value = [pair for pair in node.value if pair[0].value != key]
        node.value.append((_scalar(key), _scalar(value)))


def _scalar(text: str) -> yaml.ScalarNode:
    return yaml.ScalarNode(yaml.SafeLoader("").resolve(yaml.ScalarNode, text, (True, False)), text)


def _mapping_at(node: yaml.MappingNode, key: str) -> yaml.MappingNode:
    for name, value in node.value:
        if name.value == key and isinstance(value, yaml.MappingNode):
            return value
    made = yaml.MappingNode("tag:yaml.org,2002:map", [])
    node.value = [pair for pair in node.value if pair[0].value != key]
    node.value.append((_scalar(key), made))
    return made


def _drop_login_keys(root: yaml.MappingNode) -> Iterator[str]:
    for key, why in LOGIN_KEYS.items():
        if any(name.value == key for name, _ in root.value):
            yield f"{key}: {why}"
    root.value = [pair for pair in root.value if pair[0].value not in LOGIN_KEYS]


def _drop_secrets(node: yaml.Node, path: str) -> Iterator[str]:
    """Remove every `secure:` value: it is encrypted for the user's own login."""
    if isinstance(node, yaml.MappingNode):
        places = [(f"{path}.{name.value}".removeprefix("."), (name, value)) for name, value in node.value]
        node.value = [pair for _, pair in places if not _is_secret(pair[1])]
    elif isinstance(node, yaml.SequenceNode):
        places = [(f"{path}[{index}]", (None, value)) for index, value in enumerate(node.value)]
        node.value = [value for _, (_, value) in places if not _is_secret(value)]
    else:
        return
    for place, (_, value) in places:
        if _is_secret(value):
            yield f"{place.removeprefix('config.')}: a secret, which only your own login can read"
        else:
            yield from _drop_secrets(value, place)


def _is_secret(node: yaml.Node) -> bool:
    return isinstance(node, yaml.MappingNode) and [name.value for name, _ in node.value] == ["secure"]
