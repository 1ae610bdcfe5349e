"""Which PostgreSQL runs."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, field_validator

from orion_rds.config.refusal import Refusal
from orion_rds.config.section import Section
from orion_rds.config.yaml_words import version_as_text
from orion_rds.facts import references, versions


def _major_and_majors(*, major: int, majors: str) -> None: ...
def _major_and_version(*, major: int, version: str) -> None: ...


VERSION_FORM = Refusal(
    "version-form",
    why="It is not a version of Aurora PostgreSQL.",
    fix='Write a major version such as "17", or an exact one such as "17.7".',
    source=references.AURORA_VERSIONS,
)
VERSION_MAJOR = Refusal(
    "version-major",
    why="Aurora PostgreSQL {major} is not in standard support: AWS creates no cluster of it, or charges for Extended "
    "Support from the first day.",
    fix="Write one of the major versions {majors}, or an exact version of them.",
    source=references.AURORA_VERSIONS,
    fields=_major_and_majors,
)
VERSION_PINNED = Refusal(
    "version-pinned",
    why="The exact version {version} is pinned. Once AWS had patched the cluster, the pin would count for nothing, and "
    "nobody would be told.",
    fix="Write `manual`, or only the major version `{major}` in `engine.version`.",
    source=references.AURORA_MINOR_UPGRADES,
    fields=_major_and_version,
)


MinorUpgrades = Literal["automatic", "manual"]
LifecycleSupport = Literal["open-source-rds-extended-support-disabled", "open-source-rds-extended-support"]
CertificateAuthority = Literal["rds-ca-rsa2048-g1", "rds-ca-rsa4096-g1", "rds-ca-ecc384-g1"]


def _supported(version: str) -> str:
    try:
        major, _ = versions.split(version)
    except ValueError:
        raise VERSION_FORM(version) from None
    if major not in versions.MAJORS:
        raise VERSION_MAJOR(version, major=major, majors=", ".join(map(str, versions.MAJORS)))
    return version


def _default_minor_upgrades(before: dict[str, Any]) -> MinorUpgrades:
    version = before.get("version", versions.DEFAULT_VERSION)
    return "manual" if versions.is_exact(version) else "automatic"


class EngineConfig(Section):
    """The Aurora PostgreSQL engine."""

    version: Annotated[str, BeforeValidator(version_as_text), AfterValidator(_supported)] = versions.DEFAULT_VERSION
    """A major version ("17"), of which AWS chooses the minor one, or an exact version ("17.7"). Another
    major version for a cluster that runs is refused: this component does not carry out major upgrades."""

    minor_upgrades: MinorUpgrades = Field(default_factory=_default_minor_upgrades)
    """Whether AWS installs minor versions in the maintenance window. Default: automatic for a major version, manual for
    an exact one."""

    storage: Literal["standard", "io_optimized"] = "standard"
    """How storage is billed: by I/O request, or I/O included."""

    lifecycle_support: LifecycleSupport = "open-source-rds-extended-support-disabled"
    """What happens at the end of standard support: AWS upgrades the cluster, or keeps its version and charges for
    Extended Support. It counts at creation: the provider cannot change it afterwards."""

    certificate_authority: CertificateAuthority | None = None
    """Who signs the certificates of the instances: an RSA 2048, an RSA 4096 or an ECC 384 authority. Default: what AWS
    has set as the default of your account."""

    @field_validator("minor_upgrades")
    @classmethod
    def _leave_an_exact_version_alone(cls, upgrades: MinorUpgrades, info: ValidationInfo) -> MinorUpgrades:
        version = info.data.get("version", versions.DEFAULT_VERSION)
        if upgrades == "automatic" and versions.is_exact(version):
            major, _ = versions.split(version)
            raise VERSION_PINNED(upgrades, "manual", version=version, major=major)
        return upgrades
