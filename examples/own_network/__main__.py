"""A database in a network of its own, in one program.

    cd examples/own_network
    ../../.venv/bin/orion-sandbox up --stack dev

The database and the application are in private subnets. They reach the internet over a NAT gateway, and AWS over
endpoints of the VPC.
"""

import json
from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

from orion_rds import AuroraDatabase

ZONES = aws.get_availability_zones(state="available").names[:3]
REGION = aws.get_region().region
EVERYWHERE = "0.0.0.0/0"
HTTPS, SSH = 443, 22


def subnets(vpc: aws.ec2.Vpc, kind: str, first: int, *, public: bool) -> list[aws.ec2.Subnet]:
    """Create a subnet in each zone."""
    return [
        aws.ec2.Subnet(
            f"{kind}-{zone}",
            vpc_id=vpc.id,
            cidr_block=f"10.0.{first + number}.0/24",
            availability_zone=zone,
            map_public_ip_on_launch=public,
            tags={"Name": f"{kind}-{zone}"},
        )
        for number, zone in enumerate(ZONES)
    ]


def associate(table: aws.ec2.RouteTable, kind: str, members: Sequence[aws.ec2.Subnet]) -> None:
    """Use a route table for subnets."""
    for zone, subnet in zip(ZONES, members, strict=True):
        aws.ec2.RouteTableAssociation(f"{kind}-{zone}", subnet_id=subnet.id, route_table_id=table.id)


# The network.
vpc = aws.ec2.Vpc("vpc", cidr_block="10.0.0.0/16", enable_dns_hostnames=True, tags={"Name": "own-network"})
public = subnets(vpc, "public", 0, public=True)
private = subnets(vpc, "private", 10, public=False)

gateway = aws.ec2.InternetGateway("gateway", vpc_id=vpc.id)
public_routes = aws.ec2.RouteTable(
    "public", vpc_id=vpc.id, routes=[{"cidr_block": EVERYWHERE, "gateway_id": gateway.id}]
)
associate(public_routes, "public", public)

address = aws.ec2.Eip("nat", domain="vpc", opts=pulumi.ResourceOptions(depends_on=[gateway]))
nat = aws.ec2.NatGateway("nat", subnet_id=public[0].id, allocation_id=address.id)
private_routes = aws.ec2.RouteTable("private", vpc_id=vpc.id)
aws.ec2.Route("private", route_table_id=private_routes.id, destination_cidr_block=EVERYWHERE, nat_gateway_id=nat.id)
associate(private_routes, "private", private)

# Security groups, with their rules inside and beside them.
application = aws.ec2.SecurityGroup(
    "application",
    vpc_id=vpc.id,
    ingress=[{"protocol": "tcp", "from_port": HTTPS, "to_port": HTTPS, "cidr_blocks": [vpc.cidr_block]}],
    egress=[{"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": [EVERYWHERE]}],
)
bastion = aws.ec2.SecurityGroup("bastion", vpc_id=vpc.id)
aws.vpc.SecurityGroupIngressRule(
    "bastion", security_group_id=bastion.id, ip_protocol="tcp", from_port=SSH, to_port=SSH, cidr_ipv4="192.0.2.0/24"
)
aws.vpc.SecurityGroupEgressRule("bastion", security_group_id=bastion.id, ip_protocol="-1", cidr_ipv4=EVERYWHERE)

aws.ec2.VpcEndpoint(
    "s3",
    vpc_id=vpc.id,
    service_name=f"com.amazonaws.{REGION}.s3",
    route_table_ids=[public_routes.id, private_routes.id],
)
aws.ec2.VpcEndpoint(
    "secrets",
    vpc_id=vpc.id,
    vpc_endpoint_type="Interface",
    service_name=f"com.amazonaws.{REGION}.secretsmanager",
    subnet_ids=[subnet.id for subnet in private],
    security_group_ids=[application.id],
    private_dns_enabled=True,
)

# The database, which only these two groups reach.
database = AuroraDatabase(
    "orion",
    {
        "project": "orion",
        "environment": "dev",
        "network": {
            "vpc_id": vpc.id,
            "subnet_ids": [subnet.id for subnet in private],
            "allow_from": {"application": application.id, "bastion": bastion.id},
        },
        "instances": {"count": 2},
        "protection": {"deletion": False, "final_snapshot": False},
    },
)

# What the application has besides: a bucket, and a role that may use it and read the database's secret.
bucket = aws.s3.Bucket("files", force_destroy=True)
aws.s3.BucketVersioning("files", bucket=bucket.id, versioning_configuration={"status": "Enabled"})
aws.s3.BucketPublicAccessBlock(
    "files",
    bucket=bucket.id,
    block_public_acls=True,
    block_public_policy=True,
    ignore_public_acls=True,
    restrict_public_buckets=True,
)


def document(**statement: object) -> str:
    """Return a policy document that allows something."""
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}]})


def use_files(arn: str) -> str:
    """Return the policy of the bucket's user."""
    return document(Action=["s3:GetObject", "s3:PutObject"], Resource=[f"{arn}/*"])


role = aws.iam.Role(
    "application",
    assume_role_policy=document(Action="sts:AssumeRole", Principal={"Service": "ecs-tasks.amazonaws.com"}),
    inline_policies=[
        {"name": "files", "policy": bucket.arn.apply(use_files)},
        {"name": "database", "policy": database.secret_read_policy},
    ],
)

pulumi.export("endpoint", database.cluster_endpoint)
pulumi.export("vpc_id", vpc.id)
pulumi.export("role", role.arn)
