"""The process of a provider: it serves one engine on loopback and ends with it."""

import os
import signal
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import grpc
from pulumi.runtime._grpc_settings import _GRPC_CHANNEL_OPTIONS
from pulumi.runtime.proto import provider_pb2_grpc

from orion_sandbox.providers.provider import Provider
from orion_sandbox.providers.servicer import Servicer

PARENT_CHECK_SECONDS = 2


def serve(provider: Provider) -> None:
    """Serve until the engine interrupts this process or is gone itself; prints the port, as the engine expects."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    # One worker: boto3 calls then never race, and the sandbox answers one request at a time anyway.
    server = grpc.server(ThreadPoolExecutor(max_workers=1), options=_GRPC_CHANNEL_OPTIONS)
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(Servicer(provider), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    threading.Thread(target=_leave_with_parent, args=(os.getppid(),), daemon=True).start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    try:
        server.wait_for_termination()
    except KeyboardInterrupt:
        server.stop(None)


def _leave_with_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(PARENT_CHECK_SECONDS)
    os.kill(os.getpid(), signal.SIGINT)
