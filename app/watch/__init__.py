"""How machines watch the service: is it alive, is it ready, what does it count."""
