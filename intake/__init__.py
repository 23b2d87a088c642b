"""A file arrives: upload page, checks, the order that the requester follows."""
