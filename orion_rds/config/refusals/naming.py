"""Refusals of names and tags."""

from orion_rds.config.refusals.refusal import Refusal
from orion_rds.facts import references

ROWS = (
    Refusal(
        "password-version",
        "Versions of the password are counted from 1.",
        "Write a whole number, one higher than the last for a new password.",
        references.PULUMI_RANDOM_PASSWORD,
    ),
    Refusal(
        "name-part",
        "It begins the names of the cluster, its groups and its secret. RDS takes lower-case letters, digits and "
        "single hyphens there, a letter first and no hyphen last; the two halves have 33 characters together.",
        "Write a name like `{example}`.",
        references.CREATE_DB_CLUSTER,
    ),
    Refusal(
        "project-group-id",
        "The name of the security group begins with the project, and EC2 takes no group name that begins with `sg-`.",
        "Write another name.",
        references.EC2_SECURITY_GROUP,
    ),
    Refusal(
        "prefix-long",
        "With the project it makes `{prefix}`, which has {length} characters. Every name begins so, and the narrowest "
        "leaves room for {maximum}: ElastiCache takes 40 for a replication group.",
        "Shorten the project or the environment by {excess} in all.",
        references.ELASTICACHE_REPLICATION_GROUP,
        reads=("project",),
    ),
    Refusal(
        "tag-key",
        "AWS takes tag keys of 1 to 128 letters, digits, spaces and `_ . : / = + - @`.",
        "Write a key of those characters.",
        references.TAGGING,
    ),
    Refusal(
        "tag-key-aws",
        "Tag keys that begin with `aws:` are AWS's own.",
        "Choose another beginning.",
        references.TAGGING,
    ),
    Refusal(
        "tag-key-ours",
        "The tag `{ours}` is set for you from the configuration, and IAM tells keys apart without regard to case.",
        "Leave it out, or choose another key.",
        references.IAM_TAGS,
    ),
    Refusal(
        "tag-keys-alike",
        "`{one}` and `{other}` differ in case only, which IAM takes for the same key.",
        "Keep one of them.",
        references.IAM_TAGS,
    ),
    Refusal(
        "tag-value",
        "AWS takes tag values of up to 256 letters, digits, spaces and `_ . : / = + - @`.",
        "Write a value of those characters.",
        references.TAGGING,
    ),
    Refusal(
        "tags-many",
        "A resource has at most {maximum} tags, and {ours} of them are ours.",
        "Keep {room} tags of your own.",
        references.TAGGING,
    ),
    Refusal(
        "master-username",
        "PostgreSQL folds unquoted names to lower case and keeps 63 characters, so other names could not be typed "
        "as they were written.",
        "Write lower-case letters, digits and underscores, a letter first, such as `{example}`.",
        references.CREATE_DB_CLUSTER,
    ),
    Refusal(
        "master-username-reserved",
        "`{given}` is reserved by PostgreSQL or RDS, and AWS refuses it for the master user.",
        "Choose another name, such as `orion_admin`.",
        references.CREATE_DB_CLUSTER,
    ),
    Refusal(
        "master-username-another",
        "The cluster's master user is `{found}`. AWS renames none: the cluster would be replaced, without its data.",
        "Write `{found}`, and make further users with SQL.",
        references.PULUMI_AWS_CLUSTER,
    ),
    Refusal(
        "master-password",
        "No password is written here: this is who makes it. The configuration and the state would hold it in clear "
        "text.",
        "Write `generated` or `rds_managed`.",
        references.AURORA_SECRETS_MANAGER,
    ),
    Refusal(
        "secret-policy",
        "With `password: rds_managed` RDS owns the secret; the policy is one of the secret that this component makes.",
        "Leave it out, or write `password: generated`.",
        references.AURORA_SECRETS_MANAGER,
    ),
    Refusal(
        "policy-statement",
        "It is no policy: those have a `Statement`.",
        "Write `Version` and `Statement`, as in AWS's own policies.",
        references.IAM_POLICY,
    ),
    Refusal(
        "policy-value",
        "A policy is JSON, which has no such value.",
        "Write mappings, lists, texts, numbers and switches; values may be outputs.",
        references.IAM_POLICY,
    ),
    Refusal(
        "database-name",
        "PostgreSQL folds unquoted names to lower case and keeps 63 characters, so other names could not be typed "
        "as they were written. The name cannot be changed later.",
        "Write lower-case letters, digits and underscores, a letter first, such as `{example}`.",
        references.POSTGRESQL_NAMES,
    ),
    Refusal(
        "database-name-reserved",
        "`{given}` is a key word of PostgreSQL or a database that every cluster has.",
        "Choose another name, such as `orion`.",
        references.POSTGRESQL_KEYWORDS,
    ),
    Refusal(
        "database-name-another",
        "The cluster began with the database `{found}`. AWS renames none: the cluster would be replaced, without its "
        "data.",
        "Write `{found}`, and make or rename databases with SQL.",
        references.PULUMI_AWS_CLUSTER,
    ),
)
