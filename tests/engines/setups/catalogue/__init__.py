"""Tests of the setups engine."""
