"""`orion-rds dr`: the writer region of a global database, and switches to the other region."""
