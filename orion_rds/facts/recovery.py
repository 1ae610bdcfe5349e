"""How long AWS typically takes to recover a cluster, and how much is lost then. It promises none of these figures."""

PROMOTED_READER_SECONDS = 60
"""Until service is restored where a reader takes over; often 30.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html
"""

NEW_INSTANCE_MINUTES = 10
"""Until service is restored where no instance is left, and AWS creates one. Source: the same page."""

RESTORABLE_SECONDS = 300
"""Age of the latest time to which a cluster can be restored.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Managing.Backups.html
"""
