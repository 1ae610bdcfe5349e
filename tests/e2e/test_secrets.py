"""No secret of a deployed production stack is anywhere in clear, in any encoding, but where it belongs."""

import base64
import json
import threading
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import pytest

from orion_sandbox import daemon
from orion_sandbox.stack import SandboxStack
from tests.e2e.sandboxes import Sandbox
from tests.e2e.test_database import changed

HOLDERS = {"passphrase": "passphrase", "token": "token"}
"""The files of the stack's folder that hold a secret of the sandbox itself, by the name of the secret."""
SHORTEST = 8
"""Anything shorter is found by chance."""


def strings(value: Any) -> Iterator[str]:
    """Yield every string in a value."""
    match value:
        case str():
            yield value
        case dict():
            for part in value.values():  # pyright: ignore[reportUnknownVariableType]
                yield from strings(part)
        case list():
            for part in value:  # pyright: ignore[reportUnknownVariableType]
                yield from strings(part)
        case _:
            pass


def secrets_of(stack: SandboxStack) -> dict[str, str]:
    """Return every secret value by a name: what Secrets Manager holds in each region, the state's, the sandbox's."""
    found: dict[str, str] = {}
    for region in ("us-east-1", "us-west-2"):
        client = stack.client("secretsmanager", region)
        for secret in client.list_secrets()["SecretList"]:
            text = client.get_secret_value(SecretId=secret["Name"])["SecretString"]
            found[f"{region} {secret['Name']}"] = text
            if text.startswith("{"):
                found[f"{region} {secret['Name']} password"] = json.loads(text)["password"]
    for output, value in stack.outputs().items():
        if value.secret:
            found |= {f"output {output} {each[:3]}": each for each in strings(value.value)}
    found |= {name: (stack.folder / name).read_text() for name in HOLDERS}
    return {name: value for name, value in found.items() if len(value) >= SHORTEST}


def encodings(value: str) -> set[bytes]:
    """Return the forms in which a value may be written, as they stand inside of a longer text."""
    once = json.dumps(value)[1:-1]
    texts = {value, once, json.dumps(once)[1:-1], quote(value, safe=""), quote_plus(value), value.encode().hex()}
    return {text.encode() for text in texts} | set(_base64(value.encode()))


def _base64(value: bytes) -> Iterator[bytes]:
    """Yield the value in base64 at each of the three offsets, without the letters that depend on its neighbours."""
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        for offset, cut in ((0, 0), (1, 2), (2, 3)):
            text = encode(b"\0" * offset + value).rstrip(b"=")
            yield text[cut + (cut > 0) : -1]


def leaks(texts: Mapping[str, bytes], secrets: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return where which secret is, but for a file that is there for it."""
    return [
        (place, name)
        for name, value in secrets.items()
        for form in encodings(value)
        for place, text in texts.items()
        if form in text and HOLDERS.get(place) != name
    ]


def files(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class Processes(threading.Thread):
    """Reads the command lines of all processes of this machine until it is stopped."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.seen: set[bytes] = set()
        self._stopped = threading.Event()

    def run(self) -> None:
        """Read them again and again."""
        while not self._stopped.wait(0.02):
            for path in Path("/proc").glob("[0-9]*/cmdline"):
                try:
                    self.seen.add(path.read_bytes())
                except OSError:
                    continue

    def stop(self) -> None:
        """End it."""
        self._stopped.set()
        self.join()


@contextmanager
def watched() -> Generator[Processes]:
    """Watch the processes."""
    processes = Processes()
    processes.start()
    try:
        yield processes
    finally:
        processes.stop()


def test_no_secret_of_production_is_in_clear(sandbox: Sandbox, production: SandboxStack, repository: Path) -> None:
    """A preview and an `up` with a new password: in output, events, state, logs, files and command lines."""
    sandbox.clone(production, "prod")
    before = secrets_of(sandbox.stack("prod"))
    stack = sandbox.stack("prod", config=changed(repository, "prod", master={"password_version": 2}))
    said: list[Any] = []
    options: dict[str, Any] = {"on_output": said.append, "on_error": said.append, "on_event": said.append, "diff": True}
    with watched() as processes:
        stack.preview(**options)
        stack.up(**options)

    now = secrets_of(stack)
    former = {f"former {name}": value for name, value in before.items() if value not in now.values()}
    assert former, "a password that is replaced is a secret too"
    assert len(now) > 3 * len(HOLDERS), "few secrets prove little"
    texts = {
        **files(stack.folder),
        "output and events": json.dumps(said, default=vars).encode(),
        "reports": "\n".join(sandbox.reports).encode(),
        "processes": b"\n".join(processes.seen),
        "api": json.dumps(daemon.content(stack.api())).encode(),
    }
    assert any(name.startswith("state/") for name in texts)
    assert b"pulumi" in texts["processes"]
    assert b"password" in texts["output and events"]
    assert leaks(texts, former | now) == []


@pytest.mark.parametrize("before", ["", "a", "ab", "abc"])
def test_the_search_finds_each_encoding(before: str) -> None:
    """Else finding nothing would prove nothing."""
    secret = {"password": 'p"ss wörd/+&1234567'}
    value = secret["password"]
    for written in (
        value, json.dumps({"x": value}), json.dumps(json.dumps({"x": value})), quote(value, safe=""), quote_plus(value),
        base64.b64encode(f"{before}{value} after".encode()).decode(), value.encode().hex(),
        base64.urlsafe_b64encode(f"{before}{value}".encode()).decode(),
    ):  # fmt: skip
        assert leaks({"a file": f"{before}{written}".encode()}, secret), written
    assert leaks({"a file": b"nothing of it"}, secret) == []
