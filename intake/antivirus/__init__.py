"""The antivirus: what waits for it, what it held back, and what administrators decide about that."""
