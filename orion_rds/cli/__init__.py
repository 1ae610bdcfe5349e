"""The command `orion-rds`, for tasks outside Pulumi. The commands in this package make no calls and no changes."""
