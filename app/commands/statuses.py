"""How the program ends: its exit statuses (docs/command-line.md)."""

FAILED, MEANINGLESS, INTERRUPTED, PIPE_CLOSED = 1, 2, 130, 141
