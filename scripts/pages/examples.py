"""Example configurations of the page of settings."""

EXAMPLES = (
    (
        "Production",
        """\
config:
  aws:region: us-east-1
  orion-rds:database:
    project: orion
    environment: prod
    tags: {CostCenter: data-platform}
    encryption:
      kms_key_arn: arn:aws:kms:us-east-1:123456789012:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9
    network:
      vpc_id: vpc-0a1b2c3d4e5f60718
      subnet_ids: [subnet-0a1b2c3d4e5f60718, subnet-1a2b3c4d5e6f70819, subnet-2a3b4c5d6e7f80910]
      allow_from:
        app: sg-0a1b2c3d4e5f60718
        office: 10.20.0.0/16
    engine: {version: "17"}
    instances: {count: 3, instance_class: db.r7g.xlarge}
    parameters:
      cluster: {log_min_duration_statement: 500, pgaudit.log: "ddl,role"}
    monitoring: {insights: advanced}
    logs: {exports: [postgresql, iam-db-auth-error], retention_days: 90}
    apply: maintenance_window
""",
    ),
    (
        "An existing network, and a password that RDS rotates",
        """\
config:
  orion-rds:database:
    project: orion
    environment: stage
    network:
      subnet_group_name: data
      security_group_ids: [sg-0a1b2c3d4e5f60718]
    master: {username: postgres, password_source: rds_managed}
""",
    ),
    (
        "Instances by name",
        """\
config:
  orion-rds:database:
    project: orion
    environment: prod
    network:
      subnet_group_name: data
      security_group_ids: [sg-0a1b2c3d4e5f60718]
    instances:
      writer: {instance_class: db.r7g.2xlarge, availability_zone: us-east-1a}
      successor: {instance_class: db.r7g.2xlarge, availability_zone: us-east-1b}
      reporting: {instance_class: db.serverless, promotion_tier: 15}
    serverless: {min_acu: 2, max_acu: 32}
""",
    ),
    (
        "Copies of the backups in a second region",
        """\
config:
  aws:region: us-east-1
  orion-rds:database:
    project: orion
    environment: prod
    network:
      subnet_group_name: data
      security_group_ids: [sg-0a1b2c3d4e5f60718]
    backup:
      copies: {region: us-west-2, retention_days: 90, daily_at: "02:00"}
""",
    ),
    (
        "Development: the instance pauses when idle",
        """\
config:
  orion-rds:database:
    project: orion
    environment: dev
    network:
      vpc_id: vpc-0a1b2c3d4e5f60718
      subnet_ids: [subnet-0a1b2c3d4e5f60718, subnet-1a2b3c4d5e6f70819]
      allow_from: {office: 10.20.0.0/16}
    instances: {count: 1}
    serverless: {min_acu: 0, max_acu: 4, pause_after_seconds: 900}
    backup: {retention_days: 1}
    protection: {deletion: false, final_snapshot: false}
""",
    ),
)
"""Titles and YAML."""
