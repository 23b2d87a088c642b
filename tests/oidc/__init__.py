"""A real OpenID provider on loopback, configured as ProConnect behaves, and a false one that says what it is told."""
