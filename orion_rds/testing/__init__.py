"""Tests of a Pulumi program without an engine, based on the resources that it registers.

    from orion_rds.testing import record

    def test_the_database_is_protected() -> None:
        recording = record(lambda: AuroraDatabase("orion", config))
        (cluster,) = recording.of("aws:rds:Cluster")
        assert cluster.protect and cluster.inputs["deletionProtection"]

It works with any test runner. A recording fails on requests that the engine or a provider would refuse.
"""

from orion_rds.testing.changes import assert_no_replacement
from orion_rds.testing.recording import RecordedResource, Recording, RegistrationError
from orion_rds.testing.running import record
from orion_rds.testing.wire_format import UNKNOWN, Unknown

__all__ = [
    "UNKNOWN",
    "RecordedResource",
    "Recording",
    "RegistrationError",
    "Unknown",
    "assert_no_replacement",
    "record",
]
