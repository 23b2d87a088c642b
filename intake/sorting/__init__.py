"""Triage: people sort what was read before it is drafted."""
