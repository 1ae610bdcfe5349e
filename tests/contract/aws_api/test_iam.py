"""IAM roles."""

from tests.contract.aws_api.conftest import ClientOf

MONITORING = "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"


def test_the_managed_policy_for_enhanced_monitoring_is_there(client: ClientOf, name: str) -> None:
    """Moto has AWS's managed policies only if they are turned on before it is imported."""
    iam = client("iam")
    iam.create_role(RoleName=name, AssumeRolePolicyDocument='{"Version": "2012-10-17", "Statement": []}')

    iam.attach_role_policy(RoleName=name, PolicyArn=MONITORING)

    attached = iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]
    assert [each["PolicyArn"] for each in attached] == [MONITORING]
