"""Terraform states are read, or refused in words."""

import json

import pytest

from orion_rds.migration.state import StateError, read_state
from tests.terraform_module import state


def test_an_address_is_what_terraform_takes() -> None:
    """It is pasted behind `terraform state rm`."""
    addresses = {resource.address for resource in read_state(state())}

    assert "module.rds.aws_rds_cluster.main" in addresses
    assert "module.rds.aws_rds_cluster_instance.main[0]" in addresses
    assert "aws_rds_cluster.main" in {resource.address for resource in read_state(state(module=None))}


def test_a_key_of_for_each_is_part_of_the_address() -> None:
    """In quotes, as Terraform writes it."""
    instances = [{"index_key": "a", "attributes": {}}]
    resource = {"mode": "managed", "type": "aws_rds_cluster_instance", "name": "main", "instances": instances}

    (found,) = read_state(json.dumps({"version": 4, "resources": [resource]}))

    assert found.address == 'aws_rds_cluster_instance.main["a"]'


def test_what_terraform_only_looks_up_is_not_its_own() -> None:
    """Data sources stand in the same list."""
    looked_up = {"mode": "data", "type": "aws_rds_cluster", "name": "other", "instances": [{"attributes": {}}]}

    assert read_state(json.dumps({"version": 4, "resources": [looked_up]})) == ()


@pytest.mark.parametrize(
    "text", ["", "[]", "9" * 5000, "[" * 100_000, '{"version": 3}', '{"format_version": "1.0", "values": {}}']
)
def test_what_is_no_state_is_refused_with_the_way_to_get_one(text: str) -> None:
    """Also the output of `terraform show -json`, which is another form."""
    with pytest.raises(StateError, match=r"not a Terraform state.*terraform state pull"):
        read_state(text)
