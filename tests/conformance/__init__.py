"""The real terraform-provider-aws as the judge of the sandbox: `make conformance`."""
