"""Thresholds of the statistics (SETUPS.md 4)."""

STRENGTH = 20.0
"""Outcomes that the null counts for."""
SEED = 20_250_107
FEW, SOME, MANY = 10, 30, 100
LEAST_DAYS = 15
CONTROL_PERCENTILE = 95.0
DISCOVERY_RATE = 0.10
"""A cell whose q value is above it is exploratory: among so many cells one like it is to be expected."""
TRAIN_DAYS, BLOCK_DAYS, EMBARGO_DAYS = 60, 20, 1
"""Walk-forward: sessions before the first block, sessions of a block, sessions left out before it."""
BEST_DAYS = 3
QUANTUM_R = 0.002
"""R of a random entry is kept to this."""
