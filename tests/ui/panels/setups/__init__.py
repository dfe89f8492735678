"""Tests of the setups panel."""
