"""Tests of the agenda engine."""
