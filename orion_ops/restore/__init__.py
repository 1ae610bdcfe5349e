"""`orion-rds restore`: a restored cluster in place of a damaged one. Its parts serve `orion-rds drill restore`, too."""
