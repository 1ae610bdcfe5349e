"""Build the Pulumi engine and its Python language host from the Go modules that the folders beside this file pin.

Their official downloads may be out of reach where the Go module proxy is not. The two need different versions of one
module (the proxy serves a current engine, but the language host only as part of the SDK module up to 3.68), hence two.
"""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

from orion_sandbox.toolchain.go import go

HERE = Path(__file__).parent
ENGINE_MODULE = HERE / "engine"
LANGUAGE_HOST_MODULE = HERE / "language_host"
LANGUAGE_HOST = "pulumi-language-python"
EXECUTOR = "pulumi-language-python-exec"
"""The executor with which the language host runs a program; it must be beside the host."""
ORIGINAL_EXECUTOR = "pulumi_python_executor.py"
"""The SDK's executor, which the sandbox's executor runs; copied from the module cache."""

_SDK = "github.com/pulumi/pulumi/sdk/v3"
_LANGUAGE_HOST_PACKAGE = f"{_SDK}/python/cmd/{LANGUAGE_HOST}"
_ENGINE_PACKAGE = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
# No user database by cgo, no tracing pages, and Google Cloud Storage over HTTP alone, which is all that Pulumi uses.
_TAGS = "osusergo grpcnotrace disable_grpc_modules"
# The linker would drop debugging data; inlining takes a third of the time where types are large and calls are rare:
# the API's description, and the clouds that may hold state and keys.
_NO_DEBUGGING = "-dwarf=false"
_NOT_INLINED = (
    "cloud.google.com/go",
    "github.com/Azure",
    "github.com/alecthomas",
    "github.com/aws",
    "github.com/pb33f",
)
_COMPILED = (
    f"-gcflags=all={_NO_DEBUGGING}",
    *(f"-gcflags={module}/...={_NO_DEBUGGING} -l" for module in _NOT_INLINED),
)
_BUILD = ("build", "-v", "-tags", _TAGS, *_COMPILED)


def engine_version() -> str:
    """Return the version of the engine in `engine/go.mod`, such as 3.259.0."""
    (version,) = re.findall(r"pulumi/pkg/v3 v(\S+)", (ENGINE_MODULE / "go.mod").read_text())
    return version


def build(root: Path, report: Callable[[str], None]) -> None:
    """Build the engine, the language host and its executor into `root/bin`.

    Raises:
        SandboxError: Go failed; the message has its last lines.
    """
    folder = root / "bin"
    folder.mkdir()
    version = f"-X {_SDK}/go/common/version.Version=v{engine_version()}"
    with go(root / "go") as commands:
        report("building the Pulumi engine from Go modules, about 3 minutes, once")
        # The language host is small: it is compiled while the modules of the engine are downloaded.
        host, engine = folder / LANGUAGE_HOST, folder / "pulumi"
        commands.start(LANGUAGE_HOST_MODULE, *_BUILD, "-ldflags=-s -w", "-o", str(host), _LANGUAGE_HOST_PACKAGE)
        commands.start(ENGINE_MODULE, *_BUILD, f"-ldflags=-s -w {version}", "-o", str(engine), _ENGINE_PACKAGE)
        commands.wait(report)
        executor = commands.folder_of(_SDK, ENGINE_MODULE) / "python" / "cmd" / EXECUTOR
        shutil.copyfile(executor, folder / ORIGINAL_EXECUTOR)
    shutil.copyfile(HERE / "executor.py", folder / EXECUTOR)
    (folder / EXECUTOR).chmod(0o755)
