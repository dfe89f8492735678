"""Tests of the header panel."""
