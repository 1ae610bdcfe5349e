"""A record of deleted resources: the sandbox does not create them again for a program that refers to them."""

from collections.abc import Callable
from typing import Any

from moto.ec2.models import EC2Backend
from moto.sns.models import SNSBackend

from orion_sandbox.api.overlay.patches import Patches

PATCHES = Patches()

DELETED: set[str] = set()
"""Ids of EC2 and ARNs of topics. Moto keeps deleted keys and prefix lists itself."""


@PATCHES.around(EC2Backend)
def delete_vpc(original: Callable[..., Any], backend: EC2Backend, vpc_id: str) -> Any:
    """Remember the id."""
    answer = original(backend, vpc_id)
    DELETED.add(vpc_id)
    return answer


@PATCHES.around(EC2Backend)
def delete_subnet(original: Callable[..., Any], backend: EC2Backend, subnet_id: str) -> Any:
    """Remember the id."""
    answer = original(backend, subnet_id)
    DELETED.add(subnet_id)
    return answer


@PATCHES.around(EC2Backend)
def _delete_security_group(
    original: Callable[..., Any], backend: EC2Backend, vpc_id: str | None, group_id: str
) -> None:
    """Remember the id."""
    original(backend, vpc_id, group_id)
    DELETED.add(group_id)


@PATCHES.around(SNSBackend)
def delete_topic(original: Callable[..., Any], backend: SNSBackend, arn: str) -> None:
    """Remember the ARN."""
    original(backend, arn)
    DELETED.add(arn)
