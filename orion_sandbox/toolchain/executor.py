#!/usr/bin/env python3
"""Runs the SDK's executor, which runs a Pulumi program; installed as `pulumi-language-python-exec`.

After a failure the engine interrupts its programs and waits five seconds for those that do not end. The SDK's executor
does not end: Python raises an exception for the signal, and still waits for the executor's thread pool.
"""

import os
import pathlib
import runpy
import signal
import types


def _end(_signal: int, _frame: types.FrameType | None) -> None:
    os._exit(130)


signal.signal(signal.SIGINT, _end)
runpy.run_path(str(pathlib.Path(__file__).with_name("pulumi_python_executor.py")), run_name="__main__")
