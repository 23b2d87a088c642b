"""All that is remembered, rows and bytes, copied at one consistent moment and brought back."""
