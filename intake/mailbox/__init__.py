"""A mailbox as a way in: each mail of somebody who is known becomes an order."""
