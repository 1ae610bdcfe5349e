"""The command `orion-rds`: what is needed outside Pulumi. It calls nothing and changes nothing."""
