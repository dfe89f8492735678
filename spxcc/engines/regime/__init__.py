"""Two axes, damping and trend, and the words derived from them."""
