"""Refusals of a second region, and of what AWS forbids in a global database."""

from orion_rds.config.refusals.refusal import Refusal
from orion_rds.facts import references

STANDBY = ("disaster_recovery.region",)
"""These count only where there is a second region."""

ROWS = (
    Refusal(
        "region",
        "It is not the name of a region.",
        "Write a region such as `{example}`.",
        references.AVAILABILITY_ZONES,
    ),
    Refusal(
        "region-same",
        "It is the stack's own region (`aws:region`), and would be lost together with it.",
        "Write another region.",
        references.AURORA_GLOBAL,
    ),
    Refusal(
        "standby-key-missing",
        "The storage is encrypted, and a key of the first region cannot be used in the second one: without a key there "
        "AWS refuses the cluster.",
        "Write the ARN of a key of the second region.",
        references.CREATE_DB_CLUSTER,
    ),
    Refusal(
        "standby-key-region",
        "The key is in {found}, and the standby is in {region}.",
        "Write a key of {region}; of a multi-region key, the ARN of its replica there.",
        references.CREATE_DB_CLUSTER,
    ),
    Refusal(
        "standby-instances-count",
        "A secondary cluster has 0 to 15 instances here: after a switch of regions one of them writes.",
        "Write a number from 0 to 15.",
        references.AURORA_GLOBAL,
    ),
    Refusal(
        "standby-writes",
        "The cluster in {region} is the writer now, and what removes the standby would remove it.",
        "Switch back first, with `aws rds switchover-global-cluster`. Then turn the protection off.",
        references.AURORA_GLOBAL_DISASTER_RECOVERY,
    ),
    Refusal(
        "global-managed-password",
        "In a global database RDS cannot manage the master user's password.",
        "Write `generated`, or leave `disaster_recovery` out.",
        references.AURORA_SECRETS_MANAGER,
        reads=STANDBY,
    ),
    Refusal(
        "global-minor-upgrades",
        "In a global database AWS installs no minor versions by itself.",
        "Write `manual`, or leave it out.",
        references.AURORA_GLOBAL,
        reads=STANDBY,
    ),
    Refusal(
        "global-pause",
        "In a global database instances never pause.",
        "Write 0.5 or more; AWS recommends 8 or more.",
        references.AURORA_AUTO_PAUSE,
        reads=STANDBY,
    ),
    Refusal(
        "global-burstable",
        "A global database has no burstable classes (`db.t...`).",
        "Write a memory optimised class such as `db.r7g.large`.",
        references.AURORA_GLOBAL,
        reads=STANDBY,
    ),
    Refusal(
        "global-port",
        "Applications are told one host and one port for both regions: {port}. After a switch of regions they would "
        "knock in vain.",
        "Write {port}, as in `network`.",
        references.AURORA_GLOBAL_DISASTER_RECOVERY,
        reads=("network.port", *STANDBY),
    ),
    Refusal(
        "global-instances",
        "In a global database with one secondary cluster, the primary has up to 15 instances.",
        "Take out instances.",
        references.AURORA_GLOBAL,
        reads=STANDBY,
    ),
)
