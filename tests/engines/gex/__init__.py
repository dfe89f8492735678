"""Tests of the gex engine."""
