"""Tests of the stances engine."""
