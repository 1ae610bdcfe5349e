"""What people write wrong against this package. The type checker reports each line, and a test runs it.

The type checker also reports a comment that silences nothing: a mistake that it does not see fails the lint.
"""

# pyright: reportUnnecessaryTypeIgnoreComment=true

from collections.abc import Callable, Mapping

from orion_rds import AuroraDatabase, DatabaseConfig
from orion_rds.config import BackupConfig, EngineConfig, InstancesConfig, NetworkConfig, ProtectionConfig, Source
from orion_rds.config.inputs import DatabaseInput, NetworkInput

NETWORK: NetworkInput = {
    "vpc_id": "vpc-0a1b2c3d4e5f60718",
    "subnet_ids": ["subnet-0a1b2c3d4e5f60718", "subnet-1a2b3c4d5e6f70819"],
    "allow_from": {"office": "10.20.0.0/16"},
}
RIGHT: DatabaseInput = {"project": "orion", "environment": "test", "network": NETWORK}

MAPPINGS: Mapping[str, Callable[[], object]] = {
    "misspelt section": lambda: AuroraDatabase("x", {**RIGHT, "netwrok": NETWORK}),  # pyright: ignore[reportArgumentType]
    "misspelt setting": lambda: AuroraDatabase("x", {**RIGHT, "backup": {"retention": 9}}),  # pyright: ignore[reportArgumentType]
    "required": lambda: AuroraDatabase("x", {"project": "orion", "network": NETWORK}),  # pyright: ignore[reportArgumentType]
    "text for a number": lambda: AuroraDatabase("x", {**RIGHT, "backup": {"retention_days": "long"}}),  # pyright: ignore[reportArgumentType]
    "another choice": lambda: AuroraDatabase("x", {**RIGHT, "engine": {"storage": "fast"}}),  # pyright: ignore[reportArgumentType]
    "text for a list": lambda: AuroraDatabase("x", {**RIGHT, "logs": {"exports": "instance"}}),  # pyright: ignore[reportArgumentType]
    "list for a mapping": lambda: AuroraDatabase("x", {**RIGHT, "instances": [{}]}),  # pyright: ignore[reportArgumentType]
    "setting of an instance": lambda: AuroraDatabase("x", {**RIGHT, "instances": {"a": {"tier": 1}}}),  # pyright: ignore[reportArgumentType]
    "kind of a source": lambda: AuroraDatabase("x", {**RIGHT, "network": {"allow_from": {"a": {"sg": "x"}}}}),  # pyright: ignore[reportArgumentType]
}
"""The mapping form."""

CLASSES: Mapping[str, Callable[[], object]] = {
    "misspelt section": lambda: DatabaseConfig(project="a", environment="b", netwrok=NetworkConfig()),  # pyright: ignore[reportCallIssue]
    "misspelt setting": lambda: BackupConfig(retention=9),  # pyright: ignore[reportCallIssue]
    "required": lambda: DatabaseConfig(project="orion", environment="test"),  # pyright: ignore[reportCallIssue]
    "text for a number": lambda: InstancesConfig(count="two"),  # pyright: ignore[reportArgumentType]
    "another choice": lambda: EngineConfig(storage="fast"),  # pyright: ignore[reportArgumentType]
    "number for a switch": lambda: ProtectionConfig(deletion=5),  # pyright: ignore[reportArgumentType]
    "number for a source": lambda: NetworkConfig(vpc_id="vpc-0a1b2c3d", allow_from={"office": 10}),  # pyright: ignore[reportArgumentType]
    "kind of a source": lambda: Source(sg="sg-0a1b2c3d"),  # pyright: ignore[reportCallIssue]
}
"""The classes."""
