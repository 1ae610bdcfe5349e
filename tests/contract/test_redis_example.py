"""The example of redis-py in docs/reconnecting.md, at a server that answers as Redis does in a failover."""

import socketserver
import ssl
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import pytest
from redis.exceptions import ResponseError

from examples.reconnecting import with_redis
from orion_sandbox.data.certificates import Authority

READ_ONLY = b"-READONLY You can't write against a read only replica.\r\n"
LOADING = b"-LOADING Redis is loading the dataset in memory\r\n"
WRONG_PASSWORD = b"-WRONGPASS invalid username-password pair or user is disabled.\r\n"
OK = b"+OK\r\n"
HELLO = b"%1\r\n$5\r\nproto\r\n:3\r\n"


class Server(socketserver.ThreadingTCPServer):
    """Answers each SET with the next of its answers; an empty one closes the connection."""

    daemon_threads = True

    def __init__(self, folder: Path, *answers: bytes) -> None:
        self.answers, self.passwords = [*answers], list[bytes]()
        self.authority = Authority(folder)
        self.authority.issue(folder, ["localhost"])
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.tls.load_cert_chain(folder / "server.crt", folder / "server.key")
        super().__init__(("127.0.0.1", 0), Connection)


class Connection(socketserver.BaseRequestHandler):
    """One connection."""

    def handle(self) -> None:
        """Answer commands until the connection ends."""
        server = self.server
        assert isinstance(server, Server)
        connection = server.tls.wrap_socket(self.request, server_side=True)
        file = connection.makefile("rb")
        while line := file.readline():
            words = [file.read(int(file.readline()[1:]) + 2)[:-2] for _ in range(int(line[1:]))]
            answer = OK
            if b"AUTH" in words:
                server.passwords.append(words[words.index(b"AUTH") + 2] if words[0] == b"HELLO" else words[-1])
                answer = HELLO if words[0] == b"HELLO" else OK
                if server.passwords[-1] == b"old":
                    answer = WRONG_PASSWORD
            elif words[0] == b"SET":
                answer = server.answers.pop(0)
            if not answer:
                connection.close()
                return
            connection.sendall(answer)


@contextmanager
def serving(folder: Path, *answers: bytes) -> Generator[Server]:
    """Run a server."""
    with Server(folder, *answers) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def write(server: Server, read_password: Callable[[], str]) -> None:
    """Write by the example."""
    with with_redis.make_client(
        "localhost", server.server_address[1], lambda: ("app", read_password()), str(server.authority.path)
    ) as client:
        client.set("key", "value")


def test_a_write_is_sent_again_until_it_is_acknowledged(tmp_path: Path) -> None:
    """The connection breaks, the name leads to the old primary, which does not write, and the new one still loads."""
    with serving(tmp_path, b"", READ_ONLY, LOADING, OK) as server:
        write(server, lambda: "right")

        assert server.answers == []
        # Each time on a new connection, for which the name is resolved again.
        assert server.passwords == [b"right"] * 4


def test_the_password_is_read_for_each_connection(tmp_path: Path) -> None:
    """One that is refused is read again: it was another one a moment ago."""
    passwords = ["old", "new"]
    with serving(tmp_path, OK) as server:
        write(server, lambda: passwords.pop(0))

        assert server.passwords == [b"old", b"new"]


def test_an_error_of_the_command_itself_is_raised(tmp_path: Path) -> None:
    """It would be the same each time."""
    with serving(tmp_path, b"-ERR syntax error\r\n") as server, pytest.raises(ResponseError, match="syntax error"):
        write(server, lambda: "right")
