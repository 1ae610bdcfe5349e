"""The command `orion-rds`: what a stack file asks for outside Pulumi. It calls nothing and changes nothing."""
