"""Tests of the brief panel."""
