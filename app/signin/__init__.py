"""Sign-in: passwords, sessions, tickets by mail, and the page where people see to their account."""
