"""Whether this system lets a process be enclosed at all: asked of bubblewrap itself, with nothing of ours in it,
so that a fault of our own arguments is not taken for a refusal of the system."""

import subprocess
from functools import cache


@cache
def refusal() -> str:
    """What the system says when it refuses; empty when it does not. FileNotFoundError without bubblewrap."""
    command = ["bwrap", "--unshare-all", "--ro-bind", "/", "/", "true"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=30)
    return done.stderr.strip() if done.returncode else ""
