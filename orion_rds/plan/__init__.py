"""Decisions: from the configuration to the exact values to deploy. Plain Python, without Pulumi."""
