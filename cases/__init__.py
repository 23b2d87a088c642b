"""The other missions of the liaison body, as document-driven cases; one sub-package per mission."""
