"""Data that must survive translation unharmed: amounts, numbers, dates, identifiers, contacts."""
