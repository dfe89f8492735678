"""Tests of channels as lines."""
