"""How names of files read where there is little room."""

TAIL = 12


def cut(name: str, length: int = 40) -> str:
    """A file name cut in its middle: ``attestation-emp…2026-11.pdf``; the end tells files apart."""
    if len(name) <= length:
        return name
    tail = min(TAIL, length // 2)
    return f"{name[: length - tail - 1]}…{name[-tail:]}"
