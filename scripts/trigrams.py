#!/usr/bin/env python3
"""Writes intake/recognition/trigrams.json: the letters that follow each other in each language that is read.

    .venv/bin/python scripts/trigrams.py [FOLDER]     (default: /usr/share/tesseract-ocr/5/tessdata)

Taken from the word lists of the installed Tesseract models (Apache 2.0), of which only the commonest threes of
letters are kept: enough to tell words from rubbish, no word of them.
"""

import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)

from intake.recognition.wording import fold  # noqa: E402
from ocr.tesseract import CODES  # noqa: E402

#: Share of the threes in a language's words that are kept, and how many at most.
COVERED, MOST = 0.92, 2600


def words_of(model: Path, folder: Path) -> list[str]:
    """The word list of a model."""
    stem = folder / (model.stem + ".")
    subprocess.run(["combine_tessdata", "-u", str(model), str(stem)], check=True, capture_output=True)
    out = folder / "words"
    parts = [f"{stem}lstm-unicharset", f"{stem}lstm-word-dawg"]
    subprocess.run(["dawg2wordlist", *parts, str(out)], check=True, capture_output=True)
    return out.read_text(encoding="utf-8").split()


def trigrams_of(words: list[str]) -> str:
    """The commonest threes of letters, one after the other without anything between."""
    counts: Counter[str] = Counter()
    for word in {fold(word) for word in words}:
        if word.isalpha() and len(word) > 2:
            counts.update(f" {word} "[at : at + 3] for at in range(len(word)))
    total, seen, kept = counts.total(), 0, []
    for three, count in counts.most_common(MOST):
        if seen > COVERED * total:
            break
        kept.append(three)
        seen += count
    return "".join(sorted(kept))


def main() -> None:
    models = Path(sys.argv[1] if len(sys.argv) > 1 else "/usr/share/tesseract-ocr/5/tessdata")
    found = {}
    for code, name in sorted(CODES.items()):
        model = models / f"{name}.traineddata"
        if model.exists():
            with tempfile.TemporaryDirectory() as folder:
                found[code] = trigrams_of(words_of(model, Path(folder)))
    text = json.dumps(found, ensure_ascii=False, indent=0, sort_keys=True) + "\n"
    (ROOT / "intake" / "recognition" / "trigrams.json").write_text(text, encoding="utf-8")
    print(f"{len(found)} langues, {len(text.encode()) // 1024} Kio")


if __name__ == "__main__":
    main()
