"""`orion-rds preflight`: an account, before the first deployment."""
