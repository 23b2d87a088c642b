"""``make bench``: what the service costs in time and memory. Measured, never asserted on a clock in a test."""
