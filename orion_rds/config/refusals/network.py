"""Refusals of keys, subnets and sources of traffic."""

from orion_rds.config.refusals.refusal import Refusal
from orion_rds.facts import references

ROWS = (
    Refusal(
        "kms-key-arn",
        "The provider takes the ARN of a key and nothing else: RDS answers with that ARN, so an alias or a bare id "
        "would show as a change for ever, and a changed key replaces the cluster.",
        "Write the key's ARN, such as `{example}`; `aws kms describe-key --key-id ALIAS` tells it.",
        references.PULUMI_AWS_CLUSTER,
    ),
    Refusal(
        "kms-key-region",
        "The key is in {found}, and what it is for is in {region} (`aws:region`), where it cannot be used.",
        "Write a key of {region}; of a multi-region key, the ARN of its replica there.",
        references.KMS_KEY_ID,
    ),
    Refusal(
        "storage-key-another",
        "The cluster is encrypted with `{found}`. AWS gives no cluster another key: it would be replaced, without its "
        "data.",
        "Write the key as it was. To change it, restore a snapshot with the other key, under another `environment`.",
        references.PULUMI_AWS_CLUSTER,
    ),
    Refusal("vpc-id", "It is not the id of a VPC.", "Write an id such as `{example}`.", references.EC2_RESOURCE_IDS),
    Refusal(
        "subnet-id", "It is not the id of a subnet.", "Write an id such as `{example}`.", references.EC2_RESOURCE_IDS
    ),
    Refusal(
        "subnets-few",
        "A DB subnet group covers at least two availability zones, so it has at least two subnets.",
        "List two or more subnets in different zones.",
        references.CREATE_DB_SUBNET_GROUP,
    ),
    Refusal(
        "subnets-repeated",
        "`{repeated}` is listed more than once; a repeated subnet adds no availability zone.",
        "List each subnet once.",
        references.CREATE_DB_SUBNET_GROUP,
    ),
    Refusal(
        "subnets-missing",
        "A cluster lies in a DB subnet group, which is made of these subnets.",
        "List two or more subnets, or write the name of a group that exists as `subnet_group_name`.",
        references.AURORA_VPC,
    ),
    Refusal(
        "subnets-both",
        "A cluster lies in one DB subnet group, and `subnet_ids` asks for another one to be made.",
        "Leave out `subnet_group_name` to have the group made, or `subnet_ids` to use the one that exists.",
        references.AURORA_VPC,
    ),
    Refusal(
        "subnet-group-name",
        "It is not the name of a DB subnet group: AWS stores those in lower case, so another spelling would show as a "
        "change that replaces the cluster.",
        "Write the name as AWS shows it, such as `{example}`.",
        references.CREATE_DB_SUBNET_GROUP,
    ),
    Refusal(
        "subnet-group-another",
        "The cluster runs in the DB subnet group `{found}`. AWS moves no cluster to another one: it would be replaced, "
        "without its data.",
        "Write the network as it was. To move, restore a snapshot in the other network, under another `environment`.",
        references.PULUMI_AWS_CLUSTER,
    ),
    Refusal(
        "access-missing",
        "Nobody could connect: nothing says who may.",
        "Name at least one source, such as `app: sg-0a1b2c3d4e5f60718`, or list security groups that exist as "
        "`security_group_ids`.",
        references.AURORA_VPC,
    ),
    Refusal(
        "access-both",
        "Either security groups that exist say who may connect, or one that is made for `allow_from`.",
        "Leave out `security_group_ids`, or leave out `allow_from` and `vpc_id`.",
        references.AURORA_VPC,
    ),
    Refusal(
        "security-groups-none",
        "Nobody could connect: AWS would take the default security group of the VPC, which lets in only its own "
        "members.",
        "List at least one security group, or write `allow_from` instead.",
        references.CREATE_DB_CLUSTER,
    ),
    Refusal(
        "security-groups-repeated",
        "`{repeated}` is listed more than once.",
        "List each security group once.",
        references.CREATE_DB_CLUSTER,
    ),
    Refusal(
        "vpc-missing",
        "The security group for `allow_from` is made in this VPC; without it AWS would take the default VPC.",
        "Write the id of the VPC that the subnets are in.",
        references.EC2_SECURITY_GROUP,
    ),
    Refusal(
        "vpc-unused",
        "Only a security group that is made needs the VPC, and `security_group_ids` names some that exist.",
        "Leave it out.",
        references.EC2_SECURITY_GROUP,
    ),
    Refusal(
        "port",
        "Aurora listens on a port from 1150 to 65535.",
        "Write a port in that range; PostgreSQL's own is 5432.",
        references.CREATE_DB_CLUSTER,
    ),
    Refusal(
        "sources-none",
        "Nobody could connect: the security group lets in only what is listed here.",
        "Name at least one source, such as `app: sg-0a1b2c3d4e5f60718`.",
        references.AURORA_VPC,
    ),
    Refusal(
        "source-name",
        "The name becomes part of the name of a resource.",
        "Write lower-case letters, digits and single hyphens, such as `{example}`.",
        references.PULUMI_AWS_INGRESS_RULE,
    ),
    Refusal(
        "source-form",
        "It is neither a security group (`sg-...`), nor an address block (`10.0.0.0/16`, `fd00::/8`), nor a prefix "
        "list (`pl-...`).",
        "Write one of these three.",
        references.EC2_INGRESS,
    ),
    Refusal(
        "source-one-of",
        "A source is exactly one security group, address block or prefix list.",
        "Write exactly one of `security_group_id`, `cidr` and `prefix_list_id`; every further source has its own name.",
        references.EC2_INGRESS,
    ),
    Refusal(
        "source-output",
        "An output has no value yet, so its form cannot tell what kind of source it is.",
        "Say which: `security_group_id`, `cidr` or `prefix_list_id`, as in `Source(security_group_id=app.id)`.",
        references.PULUMI_INPUTS,
    ),
    Refusal(
        "security-group-id",
        "It is not the id of a security group.",
        "Write an id such as `{example}`.",
        references.EC2_RESOURCE_IDS,
    ),
    Refusal(
        "prefix-list-id",
        "It is not the id of a prefix list.",
        "Write an id such as `{example}`.",
        references.EC2_RESOURCE_IDS,
    ),
    Refusal(
        "cidr",
        "It is not a block of IPv4 or IPv6 addresses.",
        "Write an address and the length of its network, such as `10.0.0.0/16`.",
        references.EC2_INGRESS,
    ),
    Refusal(
        "cidr-host-bits",
        "The address has bits set beyond the network's {length}. The provider refuses such a block: it may stand "
        "for the network or for one host.",
        "Write the network, `{network}`, or the one host, `{host}`.",
        references.PULUMI_AWS_INGRESS_RULE,
    ),
    Refusal(
        "cidr-everyone",
        "It lets in every address there is, and then only the password protects the database. AWS accepts that; "
        "this component does not.",
        "Name the networks that need the database, or the security group of what connects.",
        references.AURORA_VPC,
    ),
    Refusal(
        "sources-repeated",
        "`{one}` and `{other}` are the same source, and AWS refuses a second rule that says the same.",
        "Keep one of them.",
        references.EC2_INGRESS,
    ),
)
