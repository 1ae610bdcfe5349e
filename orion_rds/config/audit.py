"""What is written down of who did what."""

from typing import Annotated, Literal

from pydantic import AfterValidator

from orion_rds.config.refusal import Refusal
from orion_rds.config.section import Section
from orion_rds.facts import references


def _repeated(*, repeated: object) -> None: ...


AUDIT_STATEMENTS_REPEATED = Refusal(
    "audit-statements-repeated",
    why="`{repeated}` is listed more than once.",
    fix="List each class once.",
    source=references.AURORA_PGAUDIT,
    fields=_repeated,
)


AuditClass = Literal["ddl", "function", "misc", "misc_set", "read", "role", "write"]


def _once(classes: tuple[AuditClass, ...]) -> tuple[AuditClass, ...]:
    for position, each in enumerate(classes):
        if each in classes[:position]:
            raise AUDIT_STATEMENTS_REPEATED(classes, repeated=each)
    return classes


class AuditConfig(Section):
    """Audit log of the database by pgaudit, in the PostgreSQL log. After the first deployment, and in each further
    database, the SQL of `orion-rds audit-sql` has to be run once. A cluster that is running loads pgaudit at its next
    reboot.
    """

    statements: Annotated[tuple[AuditClass, ...], AfterValidator(_once)] = ("ddl", "role")
    """Classes of statements that are written down, of everybody: `ddl`, `function`, `misc`, `misc_set`, `read`, `role`,
    `write`. Those of a busy application, `read` and `write`, cost time and log storage, so they are left to you. An
    empty list writes down none."""

    objects: bool = False
    """Whether pgaudit also writes down what is done to single tables: those on which the role `rds_pgaudit` has the
    privilege."""

    @property
    def is_on(self) -> bool:
        """Whether there is anything to write down."""
        return bool(self.statements) or self.objects
