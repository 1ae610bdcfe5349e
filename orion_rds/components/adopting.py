"""Options of what is adopted."""


def keeping(adopted: str | None) -> list[str]:
    """Give what a group of parameters keeps that has a name already: its description, which AWS never changes.

    With another one it would be replaced, under a name that is taken.

    Source: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBClusterParameterGroup.html
    """
    return ["description"] if adopted else []
