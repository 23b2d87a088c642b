"""A real OpenID provider on loopback that behaves as ProConnect, and a false one that says what it is told."""
