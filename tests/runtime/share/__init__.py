"""Tests of sharing a session."""
