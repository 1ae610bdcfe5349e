"""Typical times of a recovery by AWS, and the typical loss of data. AWS guarantees none of these figures."""

PROMOTED_READER_SECONDS = 60
"""Time until service is restored if a reader takes over; often 30 seconds.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html
"""

NEW_INSTANCE_MINUTES = 10
"""Time until service is restored if no instance is left, and AWS creates one. Source: the same page."""

RESTORABLE_SECONDS = 300
"""Age of the latest time to which a cluster can be restored.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Managing.Backups.html
"""
