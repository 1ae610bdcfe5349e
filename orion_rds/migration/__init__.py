"""From a Terraform module that made a database to this component."""
