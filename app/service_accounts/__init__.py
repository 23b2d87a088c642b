"""Accounts of other systems, and their keys."""
