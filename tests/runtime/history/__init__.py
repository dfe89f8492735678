"""Tests of channels over sessions."""
