"""The plan: the exact values to deploy, from the configuration. Plain Python, without Pulumi."""
