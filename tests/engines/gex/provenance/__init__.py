"""Tests of the provenance of gex numbers."""
