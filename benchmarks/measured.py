"""The measurements."""

import tempfile
import time
from collections.abc import Iterator

from benchmarks.measuring import in_turn, run
from benchmarks.rows import Row

MOST_TIME = 1.20
MOST_MEMORY = 1.10
IMPORT_MS = 750
VALIDATION_MS = 5
NO_OP_SECONDS = {"prod": 10}

IMPORTED = """
import json, time
start = time.process_time()
{}
print(json.dumps({{"ms": (time.process_time() - start) * 1e3}}))
"""
MODULES = "from pulumi_aws import cloudwatch, ec2, iam, rds, secretsmanager, ssm, vpc\n" + "\n".join(
    # The SDK loads a module when it is first asked for anything.
    f"getattr({module}, '__all__', None)"
    for module in ("cloudwatch", "ec2", "iam", "rds", "secretsmanager", "ssm", "vpc")
)
VALIDATED = """
import json, time
from benchmarks.program import production
from orion_rds.config import parse
config, times = production(), [time.process_time()]
for _ in range(201):
    parse(config)
    times.append(time.process_time())
print(json.dumps({"first": (times[1] - times[0]) * 1e3, "later": (times[-1] - times[1]) * 1e3 / 200}))
"""


def databases(count: int, rounds: int) -> Iterator[Row]:
    """`AuroraDatabase` against the same resources without components: `count` in one program, under Pulumi's mocks."""
    sides = ("component", "flat", "empty")
    ours, flat, empty = in_turn(*(("-m", "benchmarks.program", side, str(count)) for side in sides), rounds=rounds)
    what = f"{count} in one program"
    yield Row(f"{what}: time", "ms", ours["ms"], flat["ms"], most=MOST_TIME)
    yield Row(f"{what}: time, with empty components for ours", "ms", empty["ms"], flat["ms"])
    yield Row(f"{what}: time with imports", "ms", ours["whole_ms"], flat["whole_ms"], most=MOST_TIME)
    yield Row(f"{what}: peak memory", "MB", ours["peak"], flat["peak"], most=MOST_MEMORY)
    yield Row(f"{what}: peak memory above that of the imports", "MB", ours["grown"], flat["grown"])


def validation(rounds: int) -> Iterator[Row]:
    """Validation of the production configuration: the first in a process, and those after it."""
    (ours,) = in_turn(("-c", VALIDATED), rounds=rounds)
    yield Row("validation, first in a process", "ms", ours["first"], most=VALIDATION_MS)
    yield Row("validation, each later one", "ms", ours["later"], most=VALIDATION_MS)


def imports(rounds: int) -> Iterator[Row]:
    """The component and all it needs, against the provider's SDK alone, which loads most of itself later."""
    statements = ("from orion_rds import AuroraDatabase", "import pulumi_aws", MODULES)
    ours, bare, loaded = in_turn(*(("-c", IMPORTED.format(each)) for each in statements), rounds=rounds)
    yield Row("import of `AuroraDatabase`", "ms", ours["ms"], most=IMPORT_MS)
    yield Row("import of `AuroraDatabase`; of `pulumi_aws`", "ms", ours["ms"], bare["ms"])
    yield Row("import of `AuroraDatabase`; of the six modules of `pulumi_aws` for it", "ms", ours["ms"], loaded["ms"])


def sandbox(stack: str) -> Iterator[Row]:
    """The commands on one stack as `make` runs them, in a sandbox that is discarded."""
    with tempfile.TemporaryDirectory() as home:
        try:
            yield Row(f"{stack}: `up` from nothing", "s", _seconds("up", stack, home))
            yield Row(f"{stack}: `up` without changes", "s", _seconds("up", stack, home), most=NO_OP_SECONDS.get(stack))
            yield Row(f"{stack}: `destroy`", "s", _seconds("destroy", stack, home))
        finally:
            _seconds("down", stack, home)


def _seconds(command: str, stack: str, home: str) -> float:
    start = time.monotonic()
    run("-m", "orion_sandbox", command, "--stack", stack, ORION_SANDBOX_HOME=home)
    return time.monotonic() - start
