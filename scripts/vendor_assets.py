"""Copies what pages load from node_modules/ into app/static/vendor/: two style sheets of the DSFR, every file
that they name, its script and pictograms, and htmx. The State's favicon is left out: the header is neutral unless
a setting says otherwise."""

import re
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "node_modules"
DSFR = PACKAGES / "@gouvfr" / "dsfr"
STYLES = ["dsfr.min.css", "utility/utility.min.css"]
SCRIPTS = ["dsfr.module.min.js"]


def named_files(style: Path) -> set[Path]:
    """The files that a style sheet loads. Browsers that run the script read WOFF2, so plain WOFF stays behind."""
    names = re.findall(r"url\(\s*[\"']?([^\"')]+)[\"']?\s*\)", style.read_text(encoding="utf-8"))
    files = {
        (style.parent / re.split(r"[?#]", name)[0]).resolve() for name in names if not name.startswith("data:")
    }
    return {file for file in files if file.suffix != ".woff"}


def copies() -> dict[str, Path]:
    """Path below the vendor folder -> the file to copy there."""
    source = DSFR / "dist"
    dsfr = {source / name for name in STYLES + SCRIPTS}
    for style in STYLES:
        dsfr |= named_files(source / style)
    dsfr |= set((source / "artwork" / "pictograms").rglob("*.svg"))
    found = {f"dsfr/{file.relative_to(source)}": file for file in dsfr}
    found["dsfr/LICENSE.md"] = DSFR / "LICENSE.md"
    found["htmx/htmx.min.js"] = PACKAGES / "htmx.org" / "dist" / "htmx.min.js"
    found["htmx/LICENSE"] = PACKAGES / "htmx.org" / "LICENSE"
    return found


def main(vendor: Path = ROOT / "app" / "static" / "vendor") -> None:
    """Makes the folder anew beside the old one, then changes places: a page never finds it half filled."""
    fresh = vendor.with_name("vendor.new")
    shutil.rmtree(fresh, ignore_errors=True)
    for name, file in copies().items():
        (fresh / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, fresh / name)
    (fresh / "complete").touch()
    shutil.rmtree(vendor, ignore_errors=True)
    fresh.rename(vendor)


if __name__ == "__main__":
    main()
