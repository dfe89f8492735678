"""Tests of the alert strip."""
