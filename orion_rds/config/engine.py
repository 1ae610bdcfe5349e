"""The database engine."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, field_validator, model_validator

from orion_rds.config.checks import Possible, reason, version_as_text
from orion_rds.config.refusal import Refusal
from orion_rds.config.section import Section
from orion_rds.facts import references, versions

MinorUpgrades = Literal["automatic", "manual"]
LifecycleSupport = Literal["open-source-rds-extended-support-disabled", "open-source-rds-extended-support"]
CertificateAuthority = Literal["rds-ca-rsa2048-g1", "rds-ca-rsa4096-g1", "rds-ca-ecc384-g1"]


def _major(*, major: int) -> None: ...
def _pin(*, version: str, major: int) -> None: ...


ENGINE_SECTION = Refusal(
    "engine-section",
    why="The engine is always Aurora PostgreSQL (`aurora-postgresql`), and the setting is the section of its version, "
    "upgrades and storage. Other engines, such as Aurora MySQL, are not part of this component.",
    fix="Leave it out, or write its settings below it, such as `version`.",
    source=references.AURORA_VERSIONS,
)
VERSION_FORM = Refusal(
    "version-form",
    why="It is not a version of Aurora PostgreSQL.",
    fix='Write a major version such as "17", or an exact version such as "17.7".',
    source=references.AURORA_VERSIONS,
)
VERSION_MAJOR = Refusal(
    "version-major",
    why="Aurora PostgreSQL {major} is not in standard support: AWS creates no cluster with it, or charges for Extended "
    "Support from the first day.",
    fix=f"Write one of the major versions {', '.join(map(str, versions.MAJORS))}, or an exact version of them.",
    source=references.AURORA_VERSIONS,
    fields=_major,
)
VERSION_NONE = Refusal(
    "version-none",
    why="There is no such version: {reason}.",
    fix='Write a major version such as "17", or an exact version such as "17.7".',
    source=references.AURORA_VERSIONS,
    fields=reason,
)
VERSION_PINNED = Refusal(
    "version-pinned",
    why="The exact version {version} is pinned. After the first automatic upgrade the pin would be ignored without "
    "notice.",
    fix="Write `manual`, or only the major version `{major}` in `engine.version`.",
    source=references.AURORA_MINOR_UPGRADES,
    fields=_pin,
)


def _supported(version: str) -> str:
    try:
        major, _ = versions.split(version)
    except ValueError:
        raise VERSION_FORM(version) from None
    if major < min(versions.MAJORS):
        raise VERSION_MAJOR(version, major=major)
    return version


def _default_minor_upgrades(before: dict[str, Any]) -> MinorUpgrades:
    return "manual" if versions.is_exact(before["version"]) else "automatic"


class EngineConfig(Section):
    """The Aurora PostgreSQL engine."""

    version: Annotated[
        str,
        BeforeValidator(version_as_text),
        AfterValidator(_supported),
        Possible(versions.VERSIONS, VERSION_NONE),
    ] = versions.DEFAULT_VERSION
    """A major version ("17"), whose minor version AWS chooses, or an exact version ("17.7"). Another major version is
    refused for an existing cluster: this component does not perform major upgrades."""

    minor_upgrades: MinorUpgrades = Field(default_factory=_default_minor_upgrades)
    """Whether AWS installs minor versions in the maintenance window. Default: `automatic` for a major version, `manual`
    for an exact one."""

    storage: Literal["standard", "io_optimized"] = "standard"
    """Storage billing: per I/O request, or with I/O included."""

    lifecycle_support: LifecycleSupport = "open-source-rds-extended-support-disabled"
    """At the end of standard support AWS upgrades the cluster, or keeps its version and charges for Extended Support.
    AWS changes it later too (`aws rds modify-db-cluster --engine-lifecycle-support`), but the provider sends it at the
    creation only."""

    certificate_authority: CertificateAuthority | None = None
    """Certificate authority of the instances: RSA 2048, RSA 4096 or ECC 384. Default: the default of your account."""

    @model_validator(mode="before")
    @classmethod
    def _is_no_name_of_an_engine(cls, value: object) -> object:
        if isinstance(value, str | int | float):
            raise ENGINE_SECTION(value)
        return value

    @field_validator("minor_upgrades")
    @classmethod
    def _automatic_upgrades_need_a_major_version(cls, upgrades: MinorUpgrades, info: ValidationInfo) -> MinorUpgrades:
        version = info.data.get("version", versions.DEFAULT_VERSION)
        if upgrades == "automatic" and versions.is_exact(version):
            major, _ = versions.split(version)
            raise VERSION_PINNED(upgrades, "manual", version=version, major=major)
        return upgrades
