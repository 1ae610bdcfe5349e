"""The first message to the process of the data plane, and its answer."""

from pydantic import BaseModel, Field

ADDRESSES = "addresses"
"""File next to the authority's, with a line for each current endpoint: `HOST=ADDRESS:PORT`."""


class Start(BaseModel):
    """The first message to the process."""

    api: str
    """Host and port of the AWS API."""
    token: str = Field(repr=False)
    """The token of the sandbox's own requests."""
    lag_seconds: float
    """How long the writer endpoint resolves to the old writer after a failover."""


class Started(BaseModel):
    """The answer of the process."""

    authority: str
    """The file with the root certificate for the servers."""
