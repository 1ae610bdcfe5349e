"""The AWS API on loopback: moto, what moto lacks (`overlay`), and a door for ids that must exist (`seeds`)."""
