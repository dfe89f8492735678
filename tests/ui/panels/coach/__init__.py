"""Tests of the coach panel."""
