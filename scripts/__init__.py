"""Scripts that `make` runs in a checkout; no distribution contains them."""
