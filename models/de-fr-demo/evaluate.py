"""Recomputes the figures of README.md from the packed model: ``python evaluate.py``.

Needs ctranslate2, sentencepiece and sacrebleu only; opens the archive in a temporary folder.
"""

from __future__ import annotations

import argparse
import collections
import re
import tempfile
import time
import zipfile
from pathlib import Path

import ctranslate2
import sacrebleu
import sentencepiece

HERE = Path(__file__).resolve().parent
ARCHIVE = HERE / "translate-de_fr-demo.argosmodel"
PLACEHOLDER = re.compile("⟦\\d+⟧")
FIGURES = re.compile(r"\d+")


class Model:
    """The package opened in a folder, with the decoding that Argos does."""

    def __init__(self, folder: Path, archive: Path = ARCHIVE) -> None:
        with zipfile.ZipFile(archive) as bundle:
            bundle.extractall(folder)
        (root,) = folder.iterdir()
        self.tokenizer = sentencepiece.SentencePieceProcessor(model_file=str(root / "sentencepiece.model"))
        self.translator = ctranslate2.Translator(
            str(root / "model"), device="cpu", compute_type="int8", inter_threads=1, intra_threads=1
        )

    def translate(self, texts: list[str], beam: int = 4) -> list[str]:
        """Translations in order."""
        pieces = self.tokenizer.encode(texts, out_type=str)
        results = self.translator.translate_batch(pieces, beam_size=beam, max_batch_size=1024, batch_type="tokens")
        return [self.tokenizer.decode_pieces(r.hypotheses[0]).replace("▁", " ").replace("_", " ") for r in results]


def carried(pattern: re.Pattern[str], source: str, target: str) -> bool:
    """Whether the target holds exactly the matches of the source, in any order."""
    return collections.Counter(pattern.findall(source)) == collections.Counter(pattern.findall(target))


def report(name: str, model: Model, path: Path, show: bool) -> None:
    """Print the figures of one test file."""
    pairs = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    sources, wanted = [p[0] for p in pairs], [p[1] for p in pairs]
    started = time.perf_counter()
    given = model.translate(sources)
    seconds = time.perf_counter() - started
    masked = [(s, g) for s, g in zip(sources, given, strict=True) if PLACEHOLDER.search(s)]
    bare = [(PLACEHOLDER.sub("", s), PLACEHOLDER.sub("", g)) for s, g in zip(sources, given, strict=True)]
    raw = [(s, g) for s, g in bare if FIGURES.search(s)]
    print(f"{name}: {len(pairs)} sentences, {seconds:.1f} s")
    bleu, chrf = sacrebleu.corpus_bleu(given, [wanted]).score, sacrebleu.corpus_chrf(given, [wanted]).score
    print(f"  BLEU {bleu:.1f}  chrF {chrf:.1f}")
    print(f"  exact {sum(a == b for a, b in zip(given, wanted, strict=True)) / len(pairs):.1%}")
    for label, pattern, some in (("placeholders", PLACEHOLDER, masked), ("bare figures", FIGURES, raw)):
        if some:
            kept = sum(carried(pattern, s, g) for s, g in some)
            print(f"  {label} carried exactly {kept / len(some):.1%} of {len(some)} sentences")
    if show:
        for source, right, got in zip(sources, wanted, given, strict=True):
            print(
                f"  {'=' if right == got else ' '} {source}\n      {got}"
                + ("" if right == got else f"\n      [{right}]")
            )


def main() -> None:
    """Both test files."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--show", action="store_true", help="print every sentence of the hand-written set")
    parser.add_argument("--archive", type=Path, default=ARCHIVE)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        model = Model(Path(folder), options.archive)
        report("held out from the generator", model, HERE / "test.tsv", False)
        report("written by hand", model, HERE / "handwritten.tsv", options.show)


if __name__ == "__main__":
    main()
