"""The command `orion-rds`: what is needed outside Pulumi. What is here calls nothing and changes nothing."""
