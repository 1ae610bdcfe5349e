"""Functions that move a database from a Terraform module to this component."""
