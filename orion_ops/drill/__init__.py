"""`orion-rds drill`: a forced failover while clients write and read, or a restore, measured."""
