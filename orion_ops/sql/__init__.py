"""`orion-rds sql`: create the configured roles, privileges and extensions in a database."""
