"""Tests of the numbers without a market."""
