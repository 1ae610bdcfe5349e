"""Tags of everything."""

from orion_rds.config import parse
from orion_rds.config.tags import OUR_TAGS
from orion_rds.plan.site import primary_site
from tests.component.stacks import stack_config


def test_the_users_tags_come_with_ours() -> None:
    """Costs are allocated by the user's tags, resources found by ours."""
    assert primary_site(parse(stack_config("prod"))).tags("orion-prod-aurora") == {
        "CostCenter": "data-platform",
        "Owner": "platform-engineering",
        "Project": "orion",
        "Environment": "prod",
        "ManagedBy": "pulumi",
        "Name": "orion-prod-aurora",
    }


def test_the_configuration_knows_which_tags_are_ours() -> None:
    """It refuses them in the user's tags, where ours would hide them."""
    assert primary_site(parse(stack_config("test"))).tags("any").keys() == set(OUR_TAGS)
