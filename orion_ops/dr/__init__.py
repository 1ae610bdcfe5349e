"""`orion-rds dr`: which region writes, and switches to the other one."""
