"""Numbers without a market: option pricing, implied volatility, roots, indicators, interval statistics.

Owns: the normal distribution, Black–Scholes–Merton and its greeks, inversion to volatility, bracketing and Brent,
running averages and ranges, volume profiles, lead–lag, Wilson intervals. Floats and arrays in and out.

May import: numpy, math. No other package of the project, no time, no I/O.

Decided: scipy takes longer to import than the first screen may take, so it stays in the tests, as the twin of what is
own here. Years and volatilities have a floor where they would divide by zero, so every greek is finite at expiry. What
cannot be computed is NaN in an array and None elsewhere, never a substitute.
"""
