"""Last price of each symbol with its change, source and age."""
