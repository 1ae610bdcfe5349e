"""`orion-rds sql`: the roles, privileges and extensions of a database, as the configuration says."""
