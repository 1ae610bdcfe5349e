"""What is created: one ComponentResource a module."""

from orion_rds.components.cluster import Cluster
from orion_rds.components.credentials import Credentials
from orion_rds.components.database import AuroraDatabase
from orion_rds.components.instances import Instances
from orion_rds.components.monitoring import Monitoring
from orion_rds.components.network import Network
from orion_rds.components.regional import RegionalDatabase
from orion_rds.components.standby import Standby

__all__ = [
    "AuroraDatabase",
    "Cluster",
    "Credentials",
    "Instances",
    "Monitoring",
    "Network",
    "RegionalDatabase",
    "Standby",
]
