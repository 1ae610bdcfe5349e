"""What AWS allows: plain data and pure functions, each entry with its source. Nothing of ours is imported here."""
