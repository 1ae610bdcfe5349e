"""Values from outputs that may be missing: Pulumi's mocks return only the values that a test defines."""

from collections.abc import Callable
from typing import TypeVar, cast

import pulumi

from orion_rds.facts.arns import read

Derived = TypeVar("Derived")


def from_arn(arn: pulumi.Input[str], derive: Callable[[str], Derived]) -> pulumi.Output[Derived]:
    """Return a value derived from the ARN of a created resource; null if there is no ARN.

    The type is that of a deployment, as with Pulumi's own outputs, although a value may be missing in mocks and
    previews.
    """
    derived = pulumi.Output.from_input(arn).apply(lambda known: None if read(known) is None else derive(known))
    return cast("pulumi.Output[Derived]", derived)


def from_text(text: pulumi.Input[str], derive: Callable[[str], Derived]) -> pulumi.Output[Derived]:
    """Return a value derived from a text output of a created resource; null if there is no text."""
    derived = pulumi.Output.from_input(text).apply(lambda known: None if known is None else derive(known))  # pyright: ignore[reportUnnecessaryComparison]
    return cast("pulumi.Output[Derived]", derived)
