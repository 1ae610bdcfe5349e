"""How the commands connect to a database."""

import argparse
from typing import Any

import psycopg
import pytest

from orion_ops.postgres import Access, server_of

CLUSTER = {"Endpoint": "w", "ReaderEndpoint": "r", "Port": 5432, "MasterUsername": "me"}


@pytest.mark.parametrize(
    ("scaling", "seconds"),
    [
        ({}, 3),
        ({"ServerlessV2ScalingConfiguration": {"MinCapacity": 0.5, "MaxCapacity": 4.0}}, 3),
        ({"ServerlessV2ScalingConfiguration": {"MinCapacity": 0.0, "MaxCapacity": 4.0}}, 30),
    ],
)
def test_a_connection_waits_until_a_paused_instance_has_resumed(
    scaling: dict[str, Any], seconds: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise a host that does not respond is given up soon: the next one may be the new writer."""
    timeouts = list[object]()

    def connect(**parameters: Any) -> object:
        timeouts.append(parameters["connect_timeout"])
        raise psycopg.OperationalError

    monkeypatch.setattr(psycopg, "connect", connect)
    given = argparse.Namespace(root_certificate="ca.pem", connect_to=[])
    access = Access(server_of({**CLUSTER, **scaling}, [], given), lambda: "secret")

    for attempt in (access.writer, access.reader, lambda: access.accepts("app", "secret")):
        with pytest.raises(psycopg.OperationalError):
            attempt()
    assert timeouts == [seconds] * 3
