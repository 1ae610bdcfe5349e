"""The process of the providers: it serves every engine of one stack, on loopback, and ends with the stack's API."""

import os
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor

import grpc
from pulumi.runtime._grpc_settings import _GRPC_CHANNEL_OPTIONS
from pulumi.runtime.proto import provider_pb2_grpc

from orion_sandbox.environment import STRICT_AWS
from orion_sandbox.providers import aws_provider, random_provider
from orion_sandbox.providers.calls import ENDPOINT_VARIABLE, TOKEN_VARIABLE
from orion_sandbox.providers.provider import Provider
from orion_sandbox.providers.servicer import Servicer

PARENT_CHECK_SECONDS = 2
PROVIDERS: Mapping[str, Callable[[], Provider]] = {
    "aws": lambda: aws_provider.Aws(strict=False),
    STRICT_AWS: aws_provider.Aws,
    "random": random_provider.Random,
}
"""By Pulumi's name of the package; a command chooses one of the two for `aws`."""

_running: list[grpc.Server] = []


def load() -> None:
    """Load in advance the modules and models that the providers use first."""
    aws_provider.load()


def start(endpoint: str, token: str, announce: Callable[[Mapping[str, int]], object]) -> None:
    """Serve every provider on its own port, and announce the ports."""
    os.environ[ENDPOINT_VARIABLE] = endpoint
    os.environ[TOKEN_VARIABLE] = token
    # One worker, so that boto3 calls never race; the sandbox answers one request at a time anyway.
    worker = ThreadPoolExecutor(max_workers=1)
    ports: dict[str, int] = {}
    for package, provider in PROVIDERS.items():
        server = grpc.server(worker, options=_GRPC_CHANNEL_OPTIONS)
        provider_pb2_grpc.add_ResourceProviderServicer_to_server(Servicer(provider), server)
        ports[package] = server.add_insecure_port("127.0.0.1:0")
        server.start()
        _running.append(server)
    announce(ports)


def wait() -> None:
    """Serve until this process or its parent ends."""
    parent = os.getppid()
    try:
        while os.getppid() == parent:
            time.sleep(PARENT_CHECK_SECONDS)
    finally:
        for server in _running:
            server.stop(None)
