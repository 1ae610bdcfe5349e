"""Builds the Pulumi engine and its Python language host from the Go modules that the folders beside this file pin.

Their official downloads may be out of reach where the Go module proxy is not. The two need different versions of one
module (the proxy serves a current engine, but the language host only as part of the SDK module up to 3.68), hence two.
"""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from orion_sandbox.errors import SandboxError

HERE = Path(__file__).parent
ENGINE_MODULE = HERE / "engine"
LANGUAGE_HOST_MODULE = HERE / "language_host"
LANGUAGE_HOST = "pulumi-language-python"
EXECUTOR = "pulumi-language-python-exec"
"""What the language host runs a program with; it must lie beside the host."""
ORIGINAL_EXECUTOR = "pulumi_python_executor.py"
"""The SDK's executor, which ours runs; copied from the module cache."""

PROGRESS_SECONDS = 30
_VERSION_VARIABLE = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version"


def engine_version() -> str:
    """Read from `engine/go.mod` which engine it pins, such as 3.259.0."""
    (version,) = re.findall(r"pulumi/pkg/v3 v(\S+)", (ENGINE_MODULE / "go.mod").read_text())
    return version


def build(root: Path, report: Callable[[str], None]) -> None:
    """Build the engine, the language host and its executor into `root/bin`.

    Raises:
        SandboxError: With Go's last words.
    """
    if (go := shutil.which("go")) is None:
        raise SandboxError("Go is not installed")
    steps = _Steps(go, root / "build.log", report)
    bin_folder = root / "bin"
    bin_folder.mkdir()
    report("building the Pulumi engine from Go modules, about 5 minutes, once")
    flags = f"-s -w -X {_VERSION_VARIABLE}=v{engine_version()}"
    engine = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
    steps.go(
        ENGINE_MODULE, "build", "-tags", "osusergo grpcnotrace", "-ldflags", flags, "-o", f"{bin_folder}/pulumi", engine
    )
    report("building the Python language host, about 1 minute, once")
    host = f"github.com/pulumi/pulumi/sdk/v3/python/cmd/{LANGUAGE_HOST}"
    steps.go(LANGUAGE_HOST_MODULE, "build", "-ldflags", "-s -w", "-o", f"{bin_folder}/{LANGUAGE_HOST}", host)
    sdk = steps.go(ENGINE_MODULE, "list", "-m", "-f", "{{.Dir}}", "github.com/pulumi/pulumi/sdk/v3").strip()
    shutil.copyfile(Path(sdk) / "python" / "cmd" / EXECUTOR, bin_folder / ORIGINAL_EXECUTOR)
    shutil.copyfile(HERE / "executor.py", bin_folder / EXECUTOR)
    (bin_folder / EXECUTOR).chmod(0o755)


def go_environment() -> dict[str, str]:
    """Return the user's Go settings, less what would build something else than these modules for this machine."""
    kept = {name: value for name, value in os.environ.items() if name not in {"GOOS", "GOARCH"}}
    return {
        **kept,
        "CGO_ENABLED": "0",
        "GO111MODULE": "on",
        "GOFLAGS": "-mod=readonly -trimpath -buildvcs=false",
        # An older Go fetches the version that go.mod asks for, from the module proxy too.
        "GOTOOLCHAIN": "auto",
        "GOWORK": "off",
    }


class _Steps:
    """Runs Go, saying every half minute that it is still at it."""

    def __init__(self, go: str, log: Path, report: Callable[[str], None]) -> None:
        self._go, self._log, self._report = go, log, report

    def go(self, module: Path, *arguments: str) -> str:
        started = time.monotonic()
        with self._log.open("w") as log:
            process = subprocess.Popen(  # noqa: S603 - Go, without a shell
                [self._go, *arguments], cwd=module, env=go_environment(), stdout=subprocess.PIPE, stderr=log, text=True
            )
            while True:
                try:
                    output, _ = process.communicate(timeout=PROGRESS_SECONDS)
                    break
                except subprocess.TimeoutExpired:
                    self._report(f"still building, {time.monotonic() - started:.0f} seconds so far")
        if process.returncode != 0:
            words = "\n".join(self._log.read_text().splitlines()[-5:])
            raise SandboxError(f"`go {arguments[0]}` failed:\n{words}")
        return output
