"""Checks of the versions and instance classes that a region offers, and of the opt-in of AWS Backup."""

from collections.abc import Sequence

from orion_ops.aws import Record
from orion_ops.preflight.findings import Account, Findings
from orion_rds.facts import references, versions
from orion_rds.plan.site import Site

ENGINE = "aurora-postgresql"
STORAGE = {"standard": "aurora", "io_optimized": "aurora-iopt1"}

LIMITLESS = "-limitless"
"""The end of the versions that are sharded databases, such as `16.4-limitless`."""


def offers(account: Account, findings: Findings) -> None:
    """Check that each region offers the version, and each class for it."""
    for site in account.sites:
        with findings.reading():
            options = {
                name: account.existing(
                    "rds",
                    "describe_orderable_db_instance_options",
                    "OrderableDBInstanceOptions",
                    account.region(site),
                    Engine=ENGINE,
                    DBInstanceClass=name,
                )
                for name in sorted({each.instance_class for each in site.fleet})
            }
            options = {
                name: [each for each in found if not each["EngineVersion"].endswith(LIMITLESS)]
                for name, found in options.items()
            }
            offered = {each["EngineVersion"] for found in options.values() for each in found}
            version = account.config.engine.version
            if offered and not any(_is(each, version) for each in offered):
                _add_version(account, findings, site, offered)
                continue
            for name, found in options.items():
                _check_class(
                    account, findings, site, name, [each for each in found if _is(each["EngineVersion"], version)]
                )


def _is(offered: str, version: str) -> bool:
    """Return whether an offered version is the configured one, or a minor version of it."""
    return offered == version or (not versions.is_exact(version) and offered.partition(".")[0] == version)


def _add_version(account: Account, findings: Findings, site: Site, offered: set[str]) -> None:
    newest = sorted(offered, key=lambda each: tuple(map(int, each.split("."))))[-3:]
    findings.add(
        "version-not-offered",
        "engine.version",
        account.config.engine.version,
        why=f"{account.region(site)} does not offer this version for the configured classes. The newest versions that "
        f"it offers are {', '.join(newest)}.",
        fix="Use one of these, or its major version.",
        source=references.AURORA_VERSIONS,
    )


def _check_class(account: Account, findings: Findings, site: Site, name: str, options: Sequence[Record]) -> None:
    """Check that a class is offered with all required options; the first one missing is the finding."""
    config, region = account.config, account.region(site)
    storage = STORAGE[config.engine.storage]
    steps: list[tuple[str, Sequence[Record]]] = [
        (f"{region} does not offer this class for {config.engine.version}", options)
    ]
    steps.append((f"{region} does not offer it with the storage `{storage}`", [
        each for each in steps[-1][1] if each.get("StorageType") in (storage, None)
    ]))  # fmt: skip
    if config.disaster_recovery:
        steps.append((f"{region} does not offer it for a global database", [
            each for each in steps[-1][1] if each.get("SupportsGlobalDatabases", True)
        ]))  # fmt: skip
    if zones := {each.availability_zone for each in site.fleet if each.instance_class == name} - {None}:
        wanted = ", ".join(sorted(map(str, zones)))
        steps.append((f"It is not offered in the zone that an instance names: {wanted}", [
            each for each in steps[-1][1] if zones <= {zone["Name"] for zone in each.get("AvailabilityZones", ())}
        ]))  # fmt: skip
    why = next((text for text, left in steps if not left), None)
    if why:
        findings.add(
            "class-not-offered",
            _path_of_class(site, name),
            name,
            why=f"{why}.",
            fix=f"Choose another class: `aws rds describe-orderable-db-instance-options --engine {ENGINE} --region "
            f"{region} --query 'OrderableDBInstanceOptions[].DBInstanceClass'` lists them.",
            source=references.AURORA_CLASSES,
        )


def _path_of_class(site: Site, name: str) -> str:
    if site.region is not None:
        return "disaster_recovery.instances.instance_class"
    first = next(each.name for each in site.fleet if each.instance_class == name)
    return "instances.instance_class" if first.isdigit() else f"instances.{first}.instance_class"


def backup_opt_in(account: Account, findings: Findings) -> None:
    """Check that AWS Backup handles Aurora in both regions; a region without a vault may have no choice yet."""
    if (copies := account.config.backup.copies) is None:
        return
    for region in (account.aws.region, copies.region):
        with findings.reading():
            preferences: Record = account.aws.call("backup", "describe_region_settings", region)[
                "ResourceTypeOptInPreference"
            ]
            vaults = account.existing("backup", "list_backup_vaults", "BackupVaultList", region)
            if not preferences.get("Aurora") and (vaults or any(preferences.values())):
                findings.add(
                    "backup-opt-in",
                    "backup.copies",
                    region,
                    why=f"AWS Backup does not handle Aurora in {region}: no snapshot would be taken or copied.",
                    fix="Opt in, which applies to all databases of the account: `aws backup update-region-settings "
                    f"--region {region} --resource-type-opt-in-preference Aurora=true`.",
                    source=references.BACKUP_CROSS_REGION,
                )
