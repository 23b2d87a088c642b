"""Synthetic documents in the languages that a liaison body receives, each with its ground truth."""
