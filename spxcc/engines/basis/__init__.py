"""Cash against parity-implied SPX and against SPY times the live ratio."""
