"""The interface for programs: what it offers, who may call it, and the document that describes it."""
