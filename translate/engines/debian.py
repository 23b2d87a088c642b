"""Versions of Debian packages, read from the database of dpkg."""

from pathlib import Path

from translate.engines.chains import DEBIAN_PACKAGES

STATUS_FILE = Path("/var/lib/dpkg/status")


def installed_versions(status: Path = STATUS_FILE) -> dict[str, str]:
    """The version of each installed package whose name starts with ``apertium``; empty where dpkg keeps none."""
    try:
        paragraphs = status.read_text(encoding="utf-8", errors="replace").split("\n\n")
    except OSError:
        return {}
    out: dict[str, str] = {}
    for paragraph in paragraphs:
        if paragraph.startswith("Package: apertium"):
            fields = dict(line.split(": ", 1) for line in paragraph.splitlines() if ": " in line)
            if fields.get("Status", "").endswith(" installed"):
                out[fields["Package"]] = fields.get("Version", "")
    return out


def versions(names: tuple[str, ...], status: Path = STATUS_FILE) -> str:
    """The versions behind a chain of modes: ``por-cat 0.10.1, fra-cat 1.10.0``; a package without a known version
    is named alone."""
    known = installed_versions(status)
    parts = []
    for name in names:
        package = DEBIAN_PACKAGES[name]
        upstream = known.get(package, "").rpartition(":")[2].partition("-")[0]
        parts.append(f"{package.removeprefix('apertium-')} {upstream}".strip())
    return ", ".join(parts)
