"""The made set on which the recognisers are measured: ``python -m tests.recognition``."""
