"""Changes of the instances."""

from collections.abc import Mapping

from tests.e2e.changes.change import CLUSTER, READERS, WRITER, Change, anew
from tests.e2e.changes.looks import named_roles, of_instances, roles

NAMED = {"a-reader-for-reports": {"promotion_tier": 15}}
REPORTING = "orion-test-aurora-a-reader-for-reports"

CHANGES: Mapping[str, Change] = {
    "class": Change(
        sections={"instances": {"count": 1, "instance_class": "db.r7g.xlarge"}},
        there={"update": {WRITER}},
        look=of_instances("DBInstanceClass"),
        before=[["db.r7g.large"]],
        after=[["db.r7g.xlarge"]],
    ),
    "1 to 3 instances and back": Change(
        sections={"instances": {"count": 3}},
        there={"create": READERS},
        look=roles,
        before=[True],
        after=[True, False, False],
        back={"delete": READERS},
    ),
    "3 to 2 instances": Change(
        begin={"instances": {"count": 3}},
        sections={"instances": {"count": 2}},
        there={"delete": {"orion-instances-3"}},
        look=roles,
        before=[True, False, False],
        after=[True, False],
        back={"create": {"orion-instances-3"}},
    ),
    "one by name taken out, and the writer renamed": Change(
        begin={"instances": {**NAMED, "writer": {}, "jobs": {"promotion_tier": 2}}},
        # As in a stack file, whose keys the engine sorts: `main` is not the first of them.
        sections={"instances": {**NAMED, "main": {}}},
        there={"create": {"orion-instances-main"}, "delete": {"orion-instances-jobs", "orion-instances-writer"}},
        look=named_roles,
        before={"orion-test-aurora-writer": True, "orion-test-aurora-jobs": False, REPORTING: False},
        after={"orion-test-aurora-main": True, REPORTING: False},
        back={"create": {"orion-instances-jobs", "orion-instances-writer"}, "delete": {"orion-instances-main"}},
    ),
    "promotion tier": Change(
        sections={"instances": {"1": {"instance_class": "db.r7g.large", "promotion_tier": 1}}},
        there={"update": {WRITER}},
        look=of_instances("PromotionTier"),
        before=[[0]],
        after=[[1]],
    ),
    "zone": Change(
        sections={"instances": {"1": {"instance_class": "db.r7g.large", "availability_zone": "us-east-1b"}}},
        there=anew(WRITER),
        look=of_instances("AvailabilityZone"),
        before=[["us-east-1a"]],
        after=[["us-east-1b"]],
        back={},
        stays=True,
    ),
    "provisioned to serverless and back": Change(
        sections={"serverless": {"min_acu": 0.5, "max_acu": 4}},
        there={"update": {CLUSTER, WRITER}},
        look=of_instances("DBInstanceClass"),
        before=[["db.r7g.large"]],
        after=[["db.serverless"]],
        back={"update": {WRITER}},
    ),
    "certificate authority": Change(
        sections={"engine": {"certificate_authority": "rds-ca-ecc384-g1"}},
        there={"update": {WRITER}},
        look=of_instances("CACertificateIdentifier"),
        before=[["rds-ca-rsa2048-g1"]],
        after=[["rds-ca-ecc384-g1"]],
        back={},
        stays=True,
    ),
}
