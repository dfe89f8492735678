"""Cone from at-the-money implied volatility and the next targets."""
