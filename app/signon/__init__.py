"""Sign-on at a provider of identities (OpenID Connect, with the rules of ProConnect)."""
