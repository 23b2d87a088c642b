"""Mail on its way, and mail kept as files: what administrators look at."""
