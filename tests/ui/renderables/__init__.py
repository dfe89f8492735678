"""Tests of pure drawing."""
