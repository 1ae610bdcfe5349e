"""`orion-rds status`: the state of a deployed database."""
