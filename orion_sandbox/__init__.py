"""A sandbox for Pulumi programs: the real Pulumi engine against an AWS API on this machine."""
