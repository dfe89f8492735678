"""SPX Command Center: a terminal for day-traders of S&P 500 index options."""

__version__ = "0.1.0"
