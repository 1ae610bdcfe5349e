"""`orion-rds drill failover`: a forced failover while clients write and read, measured."""
