"""Values that AWS gives, and that a test does not: Pulumi's mocks return what is in them, and nothing else."""

from collections.abc import Callable
from typing import TypeVar, cast

import pulumi

from orion_rds.facts.arns import read

Derived = TypeVar("Derived")


def from_arn(arn: pulumi.Input[str], derive: Callable[[str], Derived]) -> pulumi.Output[Derived]:
    """Return what follows from the ARN of a created resource; null where there is none.

    The type is that of a deployment, as Pulumi's own are: mocks and previews leave out what they say is there.
    """
    derived = pulumi.Output.from_input(arn).apply(lambda known: None if read(known) is None else derive(known))
    return cast("pulumi.Output[Derived]", derived)


def from_text(text: pulumi.Input[str], derive: Callable[[str], Derived]) -> pulumi.Output[Derived]:
    """Return what follows from a text that a created resource has; null where there is none."""
    derived = pulumi.Output.from_input(text).apply(lambda known: None if known is None else derive(known))  # pyright: ignore[reportUnnecessaryComparison]
    return cast("pulumi.Output[Derived]", derived)
