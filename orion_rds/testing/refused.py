"""What a recording refuses."""

from collections.abc import Sequence


class RegistrationError(Exception):
    """Requests that the engine or a provider would refuse, or that would leave the test.

    Two resources of one URN, properties and types of values that the SDK does not know, look-ups in the cloud.
    """

    def __init__(self, mistakes: Sequence[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = tuple(mistakes)
