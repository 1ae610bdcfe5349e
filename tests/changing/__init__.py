"""Every change of one setting of a configuration, derived from the schema."""
