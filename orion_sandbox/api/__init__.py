"""The AWS API on loopback: moto, what moto lacks (`overlay`), and resources that must exist beforehand (`seeds`)."""
