"""`orion-rds roll`: what waits for a restart, applied instance by instance."""
