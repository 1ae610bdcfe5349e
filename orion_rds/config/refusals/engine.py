"""Refusals of versions, instances, capacities and parameters."""

from orion_rds.config.refusals.refusal import Refusal
from orion_rds.facts import references

ROWS = (
    Refusal(
        "version-number",
        "YAML reads it as a number, in which 17.10 is the same as 17.1.",
        'Put the version in quotes: "{given}".',
        references.YAML_TAGS,
    ),
    Refusal(
        "version-form",
        "It is not a version of Aurora PostgreSQL.",
        'Write a major version such as "17", or an exact one such as "17.7".',
        references.AURORA_VERSIONS,
    ),
    Refusal(
        "version-major",
        "Aurora PostgreSQL {major} is not in standard support: AWS creates no cluster of it, or charges for Extended "
        "Support from the first day.",
        "Write one of the major versions {majors}, or an exact version of them.",
        references.AURORA_VERSIONS,
    ),
    Refusal(
        "version-another-major",
        "The cluster runs {runs}, and this component carries out no major upgrade: engine and parameter groups have to "
        "change together.",
        "Write a version of the same major one. After an upgrade by AWS's own calls, run `pulumi refresh` first.",
        references.AURORA_MAJOR_UPGRADES,
    ),
    Refusal(
        "version-pinned",
        "The exact version {version} is pinned. Once AWS had patched the cluster, the pin would count for nothing, and "
        "nobody would be told.",
        "Write `manual`, or only the major version `{major}` in `engine.version`.",
        references.AURORA_MINOR_UPGRADES,
    ),
    Refusal(
        "instances-count",
        "A cluster has one writer and up to 15 readers.",
        "Write a number from 1 to 16.",
        references.AURORA_REPLICATION,
    ),
    Refusal(
        "promotion-tier",
        "Promotion tiers are 0 to 15, the lowest first.",
        "Write a tier in that range.",
        references.CREATE_DB_INSTANCE,
    ),
    Refusal(
        "availability-zone",
        "It is not the name of an availability zone.",
        "Write a region and the letter of a zone, such as `{example}`, or leave it out.",
        references.AVAILABILITY_ZONES,
    ),
    Refusal(
        "availability-zone-region",
        "The cluster is in {region}, the stack's own region, and this zone is not.",
        "Write a zone of {region}, or leave it out.",
        references.AVAILABILITY_ZONES,
    ),
    Refusal(
        "instance-class-form",
        "It is not an instance class.",
        "Write a class such as `db.r7g.large`, or leave it out.",
        references.AURORA_CLASSES,
    ),
    Refusal(
        "instance-class-series",
        "Aurora PostgreSQL has memory optimised (`db.r...`, `db.x...`) and burstable (`db.t...`) classes only.",
        "Write a class such as `db.r7g.large`.",
        references.AURORA_CLASSES,
    ),
    Refusal(
        "serverless-and-class",
        "`serverless` makes every instance `db.serverless`; a class beside it says the same twice, or something else.",
        "Leave out `instances.instance_class`, or leave out `serverless`.",
        references.SERVERLESS_V2_SCALING,
        reads=("instances.instance_class",),
    ),
    Refusal(
        "serverless-missing",
        "The class `db.serverless` needs a range of capacity; without it AWS refuses the instances.",
        "Leave out the class and write `serverless: {{min_acu: 1, max_acu: 16}}`.",
        references.SERVERLESS_V2_SCALING,
        reads=("instances.instance_class",),
    ),
    Refusal(
        "min-acu",
        "The least capacity is 0 to 256 ACU in steps of 0.5.",
        "Write a number in that range.",
        references.SERVERLESS_V2_SCALING,
    ),
    Refusal(
        "max-acu",
        "The greatest capacity is 1 to 256 ACU in steps of 0.5.",
        "Write a number in that range.",
        references.SERVERLESS_V2_SCALING,
    ),
    Refusal(
        "max-acu-below-min",
        "The greatest capacity is less than the least one, {min_acu:g} ACU.",
        "Write {min_acu:g} or more.",
        references.SERVERLESS_V2_SCALING,
    ),
    Refusal(
        "min-acu-pause",
        "At 0 ACU instances pause, which Aurora PostgreSQL {version} cannot do yet.",
        "Write 0.5 or more, or take {major}.{minor} or later.",
        references.AURORA_AUTO_PAUSE,
        reads=("engine.version",),
    ),
    Refusal(
        "pause-after",
        "An instance pauses after 300 to 86400 seconds without a connection.",
        "Write a number of seconds in that range.",
        references.SERVERLESS_V2_SCALING,
    ),
    Refusal(
        "pause-never",
        "Instances pause only where the least capacity is 0 ACU, and it is {min_acu:g}.",
        "Leave it out, or write `min_acu: 0`.",
        references.AURORA_AUTO_PAUSE,
    ),
    Refusal(
        "parameter-name",
        "It does not have the form of a parameter's name.",
        "Write lower-case letters, digits, underscores and dots, such as `log_min_duration_statement`.",
        references.AURORA_PARAMETERS,
    ),
    Refusal(
        "parameter-cluster-only",
        "Only the cluster parameter group has `{given}`; AWS refuses it in the group of an instance.",
        "Move it to `parameters.cluster`.",
        references.AURORA_PARAMETERS,
    ),
    Refusal(
        "parameter-instance-only",
        "Only the parameter group of an instance has `{given}`; AWS refuses it in the cluster parameter group.",
        "Move it to `parameters.instance`.",
        references.AURORA_PARAMETERS,
    ),
    Refusal(
        "parameter-not-taken",
        "`{parameter}` takes {values}.",
        "Write such a value, or leave the parameter out.",
        references.PARAMETER_VALUES,
    ),
    Refusal(
        "parameter-value",
        "A parameter is set to one text, number or switch.",
        "Write one value; several are one text with commas, such as `pg_stat_statements,auto_explain`.",
        references.AURORA_PARAMETERS,
    ),
)
