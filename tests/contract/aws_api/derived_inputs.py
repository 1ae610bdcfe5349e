"""Inputs of the derived resource types: as a program writes them, the first time and in a later version."""

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Ref:
    """An output of another resource."""

    type: str
    output: str = "id"
    which: int = 0
    """Another resource of the type."""


def allow(action: str, **statement: Any) -> str:
    """Return a policy of one statement."""
    return json.dumps(
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": action, "Resource": "*", **statement}]}
    )


def trust(service: str) -> str:
    """Return a trust policy."""
    statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": f"{service}.amazonaws.com"}}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


VPC, SUBNET, GROUP = Ref("ec2/vpc:Vpc"), Ref("ec2/subnet:Subnet"), Ref("ec2/securityGroup:SecurityGroup")
OTHER_SUBNET = Ref("ec2/subnet:Subnet", which=1)
GATEWAY, TABLE = Ref("ec2/internetGateway:InternetGateway"), Ref("ec2/routeTable:RouteTable")
BUCKET, ROLE, USER = Ref("s3/bucket:Bucket"), Ref("iam/role:Role", "name"), Ref("iam/user:User", "name")
ZONE, CLUSTER = Ref("route53/zone:Zone", "zoneId"), Ref("ecs/cluster:Cluster", "arn")
IMAGE = "ami-0a1b2c3d4e5f60718"
FRESH = "a name of its own"
PUBLIC_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl someone@example.com"
TAGS = {"tags": {"Name": "ours"}}
CONTAINERS = json.dumps([{"name": "app", "image": "nginx", "memory": 128, "portMappings": [{"containerPort": 80}]}])
SUBNETS = [
    {"vpcId": VPC, "cidrBlock": "10.0.0.0/24", "availabilityZone": "us-east-1a", "mapPublicIpOnLaunch": True, **TAGS},
    {"vpcId": VPC, "cidrBlock": "10.0.1.0/24", "availabilityZone": "us-east-1b"},
]
VERSIONING = {"bucket": BUCKET, "versioningConfiguration": {"status": "Enabled"}}
ENCRYPTION = {"bucket": BUCKET, "rules": [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms"}}]}
LIFECYCLE = {
    "bucket": BUCKET,
    "rules": [{"id": "old", "status": "Enabled", "filter": {"prefix": "log/"}, "expiration": {"days": 30}}],
}

SUPPORT: dict[str, dict[str, Any]] = {
    "ec2/securityGroup:SecurityGroup": {"vpcId": VPC},
    "iam/role:Role": {"assumeRolePolicy": trust("lambda")},
    "cloudwatch/logGroup:LogGroup": {},
    "rds/subnetGroup:SubnetGroup": {"subnetIds": [SUBNET, OTHER_SUBNET]},
}
"""Resources with rows of their own, which others need."""

INPUTS: dict[str, dict[str, Any]] = {
    "ec2/eip:Eip": TAGS,
    "ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway": {"vpcId": VPC},
    "ec2/flowLog:FlowLog": {
        "vpcId": VPC,
        "trafficType": "ALL",
        "iamRoleArn": Ref("iam/role:Role", "arn"),
        "logDestination": Ref("cloudwatch/logGroup:LogGroup", "arn"),
    },
    "ec2/instance:Instance": {
        "ami": IMAGE, "instanceType": "t3.micro", "subnetId": SUBNET, "vpcSecurityGroupIds": [GROUP], **TAGS,
    },
    "ec2/internetGateway:InternetGateway": {"vpcId": VPC, **TAGS},
    "ec2/keyPair:KeyPair": {"publicKey": PUBLIC_KEY},
    "ec2/launchTemplate:LaunchTemplate": {"imageId": IMAGE, "instanceType": "t3.micro", "vpcSecurityGroupIds": [GROUP]},
    "ec2/mainRouteTableAssociation:MainRouteTableAssociation": {"vpcId": VPC, "routeTableId": TABLE},
    "ec2/natGateway:NatGateway": {"subnetId": SUBNET, "allocationId": Ref("ec2/eip:Eip"), **TAGS},
    "ec2/route:Route": {"routeTableId": TABLE, "destinationCidrBlock": "192.0.2.0/24", "gatewayId": GATEWAY},
    "ec2/routeTable:RouteTable": {"vpcId": VPC, "routes": [{"cidrBlock": "0.0.0.0/0", "gatewayId": GATEWAY}], **TAGS},
    "ec2/routeTableAssociation:RouteTableAssociation": {"subnetId": SUBNET, "routeTableId": TABLE},
    "ec2/securityGroupRule:SecurityGroupRule": {
        "type": "ingress", "securityGroupId": GROUP, "protocol": "tcp", "fromPort": 443, "toPort": 443,
        "cidrBlocks": ["10.1.0.0/16", "10.2.0.0/16"], "description": "office",
    },
    "ec2/subnet:Subnet": SUBNETS[0],
    "ec2/vpc:Vpc": {
        "cidrBlock": "10.0.0.0/16", "enableDnsHostnames": True, "assignGeneratedIpv6CidrBlock": True, **TAGS,
    },
    "ec2/vpcEndpoint:VpcEndpoint": {
        "vpcId": VPC, "serviceName": "com.amazonaws.us-east-1.secretsmanager", "vpcEndpointType": "Interface",
        "subnetIds": [SUBNET], "securityGroupIds": [GROUP], "privateDnsEnabled": True,
    },
    "ecs/cluster:Cluster": {"settings": [{"name": "containerInsights", "value": "enabled"}], **TAGS},
    "ecs/service:Service": {
        "cluster": CLUSTER, "taskDefinition": Ref("ecs/taskDefinition:TaskDefinition", "arn"), "desiredCount": 1,
        "launchType": "FARGATE", "networkConfiguration": {"subnets": [SUBNET], "securityGroups": [GROUP]},
    },
    "ecs/taskDefinition:TaskDefinition": {
        "family": FRESH, "containerDefinitions": CONTAINERS, "cpu": "256", "memory": "512", "networkMode": "awsvpc",
        "requiresCompatibilities": ["FARGATE"],
    },
    "iam/group:Group": {},
    "iam/groupPolicy:GroupPolicy": {"group": Ref("iam/group:Group", "name"), "policy": allow("s3:GetObject")},
    "iam/groupPolicyAttachment:GroupPolicyAttachment": {
        "group": Ref("iam/group:Group", "name"), "policyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess",
    },
    "iam/instanceProfile:InstanceProfile": {"role": ROLE},
    "iam/rolePolicy:RolePolicy": {"role": ROLE, "policy": allow("s3:GetObject")},
    "iam/user:User": TAGS,
    "iam/userPolicy:UserPolicy": {"user": USER, "policy": allow("s3:GetObject")},
    "iam/userPolicyAttachment:UserPolicyAttachment": {
        "user": USER, "policyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess",
    },
    "lambda/function:Function": {
        "role": Ref("iam/role:Role", "arn"), "runtime": "python3.12", "handler": "app.main", "code": {"assets": {}},
        "environment": {"variables": {"STAGE": "test"}}, **TAGS,
    },
    "lambda/permission:Permission": {
        "function": Ref("lambda/function:Function", "name"), "action": "lambda:InvokeFunction",
        "principal": "events.amazonaws.com",
    },
    "lb/listener:Listener": {
        "loadBalancerArn": Ref("lb/loadBalancer:LoadBalancer", "arn"), "port": 80, "protocol": "HTTP",
        "defaultActions": [{"type": "forward", "targetGroupArn": Ref("lb/targetGroup:TargetGroup", "arn")}],
    },
    "lb/loadBalancer:LoadBalancer": {"internal": True, "subnets": [SUBNET, OTHER_SUBNET], "securityGroups": [GROUP]},
    "lb/targetGroup:TargetGroup": {
        "vpcId": VPC, "port": 80, "protocol": "HTTP", "targetType": "ip", "healthCheck": {"path": "/health"},
    },
    "rds/instance:Instance": {
        "engine": "postgres", "engineVersion": "16", "instanceClass": "db.t4g.micro", "allocatedStorage": 20,
        "username": "app", "password": "long-enough-1", "dbSubnetGroupName": Ref("rds/subnetGroup:SubnetGroup"),
        "vpcSecurityGroupIds": [GROUP], "skipFinalSnapshot": True, "dbName": "app",
        "applyImmediately": True, "backupRetentionPeriod": 7, "backupWindow": "03:00-04:00", **TAGS,
    },
    "route53/record:Record": {
        "zoneId": ZONE, "name": "db", "type": "CNAME", "ttl": 300, "records": ["cluster.example.com"],
    },
    "route53/zone:Zone": {"name": "orion.example.com", "vpcs": [{"vpcId": VPC}], "comment": "ours", **TAGS},
    "s3/bucket:Bucket": {"forceDestroy": True, **TAGS},
    "s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": LIFECYCLE,
    "s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2": LIFECYCLE,
    "s3/bucketObject:BucketObject": {"bucket": BUCKET, "content": "hello", "contentType": "text/plain", **TAGS},
    "s3/bucketObjectv2:BucketObjectv2": {"bucket": BUCKET, "key": "a/b.txt", "source": {"text": "hello"}},
    "s3/bucketOwnershipControls:BucketOwnershipControls": {
        "bucket": BUCKET, "rule": {"objectOwnership": "BucketOwnerEnforced"},
    },
    "s3/bucketPolicy:BucketPolicy": {"bucket": BUCKET, "policy": allow("s3:GetObject", Principal="*")},
    "s3/bucketPublicAccessBlock:BucketPublicAccessBlock": {"bucket": BUCKET, "blockPublicAcls": True},
    "s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": ENCRYPTION,
    "s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2": ENCRYPTION,
    "s3/bucketV2:BucketV2": TAGS,
    "s3/bucketVersioning:BucketVersioning": VERSIONING,
    "s3/bucketVersioningV2:BucketVersioningV2": VERSIONING,
    "vpc/securityGroupEgressRule:SecurityGroupEgressRule": {
        "securityGroupId": GROUP, "ipProtocol": "tcp", "fromPort": 443, "toPort": 443, "cidrIpv4": "10.0.0.0/8", **TAGS,
    },
}  # fmt: skip
"""The minimum that a program writes, and what is not just passed on."""

INLINE: dict[str, dict[str, Any]] = {
    "vpc/securityGroupIngressRule:SecurityGroupIngressRule": {
        "securityGroupId": GROUP, "ipProtocol": "-1", "cidrIpv4": "10.0.0.0/8",
    },
    "ec2/securityGroup:SecurityGroup": {
        "vpcId": VPC,
        "ingress": [
            {"protocol": "tcp", "fromPort": 443, "toPort": 443, "cidrBlocks": ["10.1.0.0/16", "10.2.0.0/16"]},
            {"protocol": "6", "fromPort": 22, "toPort": 22, "self": True, "description": "nodes"},
        ],
        "egress": [{"protocol": "-1", "fromPort": 0, "toPort": 0, "cidrBlocks": ["0.0.0.0/0"]}],
    },
    "iam/role:Role": {
        "assumeRolePolicy": trust("ec2"),
        "inlinePolicies": [{"name": "own", "policy": allow("s3:GetObject")}],
        "managedPolicyArns": ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
    },
    "ssm/parameter:Parameter": {"type": "SecureString", "value": "hidden"},
}  # fmt: skip
"""Written types, with the parts that ordinary programs write inside them."""

CHANGES: dict[str, dict[str, Any]] = {
    "ec2/instance:Instance": {"instanceType": "t3.small"},
    "ec2/launchTemplate:LaunchTemplate": {"instanceType": "t3.small"},
    "ec2/route:Route": {"gatewayId": None, "natGatewayId": Ref("ec2/natGateway:NatGateway")},
    "ec2/routeTable:RouteTable": {
        "routes": [
            {"cidrBlock": "0.0.0.0/0", "natGatewayId": Ref("ec2/natGateway:NatGateway")},
            {"cidrBlock": "192.0.2.0/24", "gatewayId": GATEWAY},
        ]
    },
    "ec2/securityGroupRule:SecurityGroupRule": {"description": "offices"},
    "ec2/subnet:Subnet": {"mapPublicIpOnLaunch": False},
    "ec2/vpc:Vpc": {"enableDnsHostnames": False, "enableDnsSupport": False},
    "ec2/vpcEndpoint:VpcEndpoint": {"subnetIds": [OTHER_SUBNET]},
    "ecs/service:Service": {"desiredCount": 2},
    "iam/rolePolicy:RolePolicy": {"policy": allow("s3:PutObject")},
    "lambda/function:Function": {"memorySize": 256, "environment": {"variables": {"STAGE": "prod"}}},
    "lb/targetGroup:TargetGroup": {"healthCheck": {"path": "/ready"}},
    "rds/instance:Instance": {"allocatedStorage": 40, "instanceClass": "db.t4g.small"},
    "route53/record:Record": {"ttl": 60, "records": ["other.example.com"]},
    "route53/zone:Zone": {"comment": "ours still"},
    "s3/bucketPublicAccessBlock:BucketPublicAccessBlock": {"blockPublicPolicy": True},
    "s3/bucketVersioning:BucketVersioning": {"versioningConfiguration": {"status": "Suspended"}},
    "vpc/securityGroupEgressRule:SecurityGroupEgressRule": {"cidrIpv4": "10.1.0.0/16"},
}
"""What a later version of the program writes in place of it, and AWS changes in place."""
