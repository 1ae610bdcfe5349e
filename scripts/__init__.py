"""What `make` runs from a checkout; no part of a distribution."""
