"""DB subnet groups."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.contract.aws_api.conftest import SUBNETS


def describe(rds: Any, name: str) -> dict[str, Any]:
    """Return the description of a subnet group."""
    (group,) = rds.describe_db_subnet_groups(DBSubnetGroupName=name)["DBSubnetGroups"]
    return group


def test_a_changed_subnet_group_is_still_there(rds: Any, subnet_group: str) -> None:
    """Subnets and description change in place."""
    rds.modify_db_subnet_group(
        DBSubnetGroupName=subnet_group, DBSubnetGroupDescription="two zones", SubnetIds=list(SUBNETS[:2])
    )

    found = describe(rds, subnet_group)
    assert found["DBSubnetGroupDescription"] == "two zones"
    assert {each["SubnetIdentifier"] for each in found["Subnets"]} == set(SUBNETS[:2])
    assert found["SupportedNetworkTypes"] == ["IPV4", "DUAL"]


def test_a_change_without_a_description_keeps_it(rds: Any, subnet_group: str) -> None:
    """The description is optional in the call."""
    rds.modify_db_subnet_group(DBSubnetGroupName=subnet_group, SubnetIds=list(SUBNETS[:2]))

    assert describe(rds, subnet_group)["DBSubnetGroupDescription"] == "three zones"


def test_an_unknown_subnet_group_cannot_be_changed(rds: Any, name: str) -> None:
    """The code tells the provider that the group no longer exists."""
    with pytest.raises(ClientError) as caught:
        rds.modify_db_subnet_group(DBSubnetGroupName=name, SubnetIds=list(SUBNETS))

    assert caught.value.response["Error"]["Code"] == "DBSubnetGroupNotFoundFault"


def test_a_name_is_taken_once(rds: Any, subnet_group: str) -> None:
    """Moto would replace the first group silently."""
    with pytest.raises(ClientError) as caught:
        rds.create_db_subnet_group(
            DBSubnetGroupName=subnet_group, DBSubnetGroupDescription="another", SubnetIds=list(SUBNETS[:2])
        )

    assert caught.value.response["Error"]["Code"] == "DBSubnetGroupAlreadyExists"
    assert describe(rds, subnet_group)["DBSubnetGroupDescription"] == "three zones"
