"""Operational commands of `orion-rds`, which call AWS. They require the extra `ops`."""
