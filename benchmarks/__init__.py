"""What the component costs: measured in pairs, by `make bench`."""
