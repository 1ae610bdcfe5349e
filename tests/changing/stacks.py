"""Two deployed stacks that are unlike production, and production."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from tests.changing.change import ROOT

REGION = "us-east-1"
REPOSITORY = Path(__file__).parents[2]

PAUSING: Mapping[str, Any] = {
    "aws:region": REGION,
    ROOT: {
        "project": "nightly",
        "environment": "test",
        "network": {
            "subnet_group_name": "data",
            "security_group_ids": ["sg-0a1b2c3d4e5f60004"],
            "port": 5433,
        },
        "engine": {"version": "16", "minor_upgrades": "automatic"},
        "master": {"password_source": "rds_managed"},
        "serverless": {"min_acu": 0, "max_acu": 4, "pause_after_seconds": 600},
        "instances": {"count": 1},
        "backup": {"retention_days": 1},
        "monitoring": {"interval_seconds": 0},
        "alarms": {"profile": "quiet"},
        "events": {"mode": "off"},
        "protection": {"deletion": False, "final_snapshot": False},
    },
}
"""A small serverless database that pauses, in groups of others, without protection and without keys of ours."""

SHARDED: Mapping[str, Any] = {
    "aws:region": REGION,
    ROOT: {
        "project": "shop",
        "environment": "live",
        "encryption": {
            "storage_key_arn": "arn:aws:kms:us-east-1:123456789012:key/2b2c3d4e-5f60-7182-93a4-b5c6d7e8f90c"
        },
        "network": {
            "vpc_id": "vpc-0a1b2c3d4e5f60005",
            "subnet_ids": ["subnet-0a1b2c3d4e5f6005a", "subnet-0a1b2c3d4e5f6005b"],
            "allow_from": {"app": "sg-0a1b2c3d4e5f60005", "vpn": "pl-0a1b2c3d4e5f60005"},
        },
        "instances": {
            "writer": {},
            "first": {"promotion_tier": 1},
            "reporting": {"promotion_tier": 15, "availability_zone": "us-east-1a"},
        },
        "parameters": {"cluster": {"log_lock_waits": 1, "max_connections": 400}, "instance": {"work_mem": 4096}},
        "audit": {"statements": [], "objects": False},
        "backup": {"copies": {"region": "us-west-2", "vault_lock": {"mode": "off"}}},
        "logs": {"exports": []},
        "redis": {
            "engine": "redis",
            "authentication": "token",
            "shards": 2,
            "replicas_per_shard": 1,
            "network": {"allow_from": {"cache": "10.30.0.0/16"}, "port": 6380},
            "parameters": {"timeout": 30},
        },
        "apply": "maintenance_window",
    },
}
"""Redis in cluster mode with a token beside a protected database without a standby, whose changes wait."""


def stacks() -> dict[str, Mapping[str, Any]]:
    """Return the configuration of each stack file by the name of the stack."""
    production = yaml.safe_load((REPOSITORY / "Pulumi.prod.yaml").read_text())["config"]
    return {"production": production, "pausing": PAUSING, "sharded": SHARDED}
