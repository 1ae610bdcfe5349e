"""Stand-ins for the `aws` and `random` Pulumi providers, calling the sandbox's AWS API."""
