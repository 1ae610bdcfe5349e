"""Where an `AuroraDatabase` is tried without AWS: the real Pulumi engine against an AWS API on this machine."""
