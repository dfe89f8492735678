"""Where a replayed or simulated session stands, and what the user marked in it."""
