"""Bodies, units and accounts, kept by administrators."""
