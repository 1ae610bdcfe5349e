"""`orion-rds restore`: replace a damaged cluster with a restored one. `orion-rds drill restore` uses the same parts."""
