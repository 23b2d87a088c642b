"""Calls to other systems: whom to call, how a call is signed, and what became of it."""
