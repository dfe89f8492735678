"""Tests of the scoring of days."""
