"""The first message to the process of the data plane, and its answer."""

from pydantic import BaseModel, Field

ADDRESSES = "addresses"
"""The file beside that of the authority with a line for each endpoint, `HOST=ADDRESS:PORT`, as they are now."""


class Start(BaseModel):
    """What the process is told first."""

    api: str
    """Host and port of the AWS API."""
    token: str = Field(repr=False)
    """What the sandbox's own requests carry."""
    lag_seconds: float
    """How long the writer's endpoint leads to the old writer after another one has taken over."""


class Started(BaseModel):
    """What it answers."""

    authority: str
    """The file with the certificate of the authority that signs those of the servers."""
