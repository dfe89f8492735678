"""Tests of the outcomes."""
