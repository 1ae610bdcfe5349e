"""Made-up values have the form of AWS's."""

import re

import pulumi_aws as aws
import pytest

from orion_rds.testing.annotations import properties_of
from orion_sandbox.providers.made_up import Subject, outputs

ACCOUNT = "123456789012"


def subject(token: str, seed: str = "seed", region: str = "eu-west-1", **given: object) -> Subject:
    """Something that values are made up for."""
    return Subject(token, seed, region, ACCOUNT, given)


@pytest.mark.parametrize(
    ("token", "given", "arn"),
    [
        ("aws:eks/cluster:Cluster", {"name": "blue"}, f"arn:aws:eks:eu-west-1:{ACCOUNT}:cluster/blue"),
        ("aws:sqs/queue:Queue", {"name": "orders"}, f"arn:aws:sqs:eu-west-1:{ACCOUNT}:orders"),
        ("aws:iam/user:User", {"name": "ci"}, f"arn:aws:iam::{ACCOUNT}:user/ci"),
        ("aws:s3/bucket:Bucket", {"bucket": "logs"}, "arn:aws:s3:::logs"),
        ("aws:lb/targetGroup:TargetGroup", {"name": "web"}, r"arn:aws:elasticloadbalancing:.*:targetgroup/web/\w{16}"),
        ("aws:ec2/volume:Volume", {}, rf"arn:aws:ec2:eu-west-1:{ACCOUNT}:volume/vol-[0-9a-f]{{17}}"),
        ("aws:route53/zone:Zone", {"name": "a.example"}, r"arn:aws:route53:::hostedzone/Z[0-9A-F]{20}"),
    ],
)
def test_an_arn_has_the_form_of_its_service(token: str, given: dict[str, str], arn: str) -> None:
    """Programs take ARNs apart, and AWS's policies match them."""
    assert re.fullmatch(arn, subject(token, **given).arn)


def test_partitions_of_china_and_the_government_have_their_own_arns() -> None:
    """A program computes principals from them."""
    assert subject("aws:sqs/queue:Queue", region="cn-north-1").arn.startswith("arn:aws-cn:sqs:")
    assert subject("aws:sqs/queue:Queue", region="us-gov-west-1").arn.startswith("arn:aws-us-gov:sqs:")


def test_an_id_is_what_the_provider_has_for_one() -> None:
    """The next resource takes it as an input, and AWS checks the form."""
    assert subject("aws:eks/cluster:Cluster", name="blue").id == "blue"
    assert re.fullmatch("i-[0-9a-f]{17}", subject("aws:ec2/instance:Instance").id)
    balancer = subject("aws:lb/loadBalancer:LoadBalancer", name="web")
    assert balancer.id == balancer.arn


def test_values_follow_from_the_seed() -> None:
    """A function answers the same in a preview and in the up after it; two resources differ."""
    first, again, other = (subject("aws:ec2/instance:Instance", seed).id for seed in ("1", "1", "2"))

    assert first == again != other


def test_every_output_that_is_never_missing_has_a_value() -> None:
    """A program that reads one gets a value of its type, also inside of objects and lists."""
    cluster = "aws:eks/cluster:Cluster"
    made = outputs(subject(cluster, name="blue", version="1.31"), aws.eks.Cluster, properties_of(cluster))

    assert made["certificateAuthority"]["data"].startswith("data-")
    assert made["identities"][0]["oidcs"][0]["issuer"] == "https://blue.eu-west-1.amazonaws.com"
    assert made["endpoint"] == "blue.eu-west-1.amazonaws.com"
    assert made["createdAt"] == "2024-01-01T00:00:00Z"
    assert made["version"] == "1.31"


def test_what_the_program_leaves_to_aws_is_not_invented() -> None:
    """A default that AWS chooses is unknown here; an id of the right form is needed more often than none."""
    balancer = "aws:lb/loadBalancer:LoadBalancer"
    made = outputs(subject(balancer, name="web"), aws.lb.LoadBalancer, properties_of(balancer))

    assert "ipAddressType" not in made
    assert "subnetMappings" not in made
    assert re.fullmatch("vpc-[0-9a-f]{17}", made["vpcId"])
    assert made["dnsName"] == "web.eu-west-1.amazonaws.com"


def test_the_results_of_a_function_are_made_up_likewise() -> None:
    """The image of an instance is what ordinary programs ask for first."""
    made = outputs(subject("aws:ec2/getAmi:getAmi", mostRecent=True), aws.ec2.GetAmiResult)

    assert re.fullmatch("ami-[0-9a-f]{17}", made["id"])
    assert made["imageId"] == made["id"]
    assert made["ownerId"] == ACCOUNT
    assert made["mostRecent"] is True
    assert made["enaSupport"] is False
    assert "uefiData" not in made
