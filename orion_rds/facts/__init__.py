"""What AWS allows: plain data and pure functions, each entry with its source. No other package is imported."""
