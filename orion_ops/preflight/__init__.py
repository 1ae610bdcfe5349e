"""`orion-rds preflight`: check an account before the first deployment."""
