"""Facts about AWS: plain data and pure functions, each entry with its source. Imports no other package."""
