"""What is done with a deployed database: commands of `orion-rds` that ask AWS. They need the extra `ops`."""
