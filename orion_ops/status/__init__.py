"""`orion-rds status`: one look at a deployed database."""
