"""A watched folder as a way in: each file that is put there becomes an order."""
