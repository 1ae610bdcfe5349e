"""`orion-rds roll`: apply the changes that wait for a restart, one instance at a time."""
