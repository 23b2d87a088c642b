"""Trains the demonstration model from the generated corpus and packs it.

    python train.py --work /tmp/de-fr-demo --steps 6000

Runs in an environment of its own (requirements-train.txt). The same seed, steps and versions give the same
corpus and, up to the order of floating-point sums, the same weights.
"""

from __future__ import annotations

import argparse
import collections
import functools
import json
import pickle
import random
import time
from pathlib import Path

import ctranslate2
import jax
import jax.numpy as jnp
import numpy as np
import pack
import sentencepiece
from corpus import Corpus, held_out
from lexicon import HERE
from network import Shape, initial, logits

UNK, BOS, EOS, PAD = range(4)
PLACEHOLDERS = [f"⟦{index}⟧" for index in range(16)]
BUCKETS = [(12, 14, 60), (24, 28, 32), (40, 48, 18), (72, 84, 10)]
RULES = [
    ("ﬁ", "fi"),
    ("ﬂ", "fl"),
    ("’", "'"),
    ("‘", "'"),
    ("\u00ad", ""),
    ("\t", " "),
    ("\u202f", "\u00a0"),
    ("\u2009", " "),
    ("‑", "-"),
]


def corpus_pairs(count: int, seed: int) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Training pairs (short repeated ones capped) and held-out pairs, by skeleton."""
    source = Corpus(seed)
    seen: collections.Counter[tuple[str, str]] = collections.Counter()
    train, test = [], {}
    while len(train) < count:
        german, french, skeleton = source.pair()
        if held_out(skeleton) and " " in skeleton:
            test.setdefault(skeleton, (german, french))
            continue
        seen[german, french] += 1
        if seen[german, french] <= 12:
            train.append((german, french))
    return train, list(test.values())


def train_tokenizer(pairs: list[tuple[str, str]], work: Path, size: int) -> sentencepiece.SentencePieceProcessor:
    """A shared SentencePiece model: placeholders are pieces, digits are split, any byte can be written."""
    text, rules = work / "corpus.txt", work / "rules.tsv"
    text.write_text("\n".join(line for pair in pairs[:60000] for line in pair) + "\n", encoding="utf-8")
    rules.write_text(
        "".join(
            " ".join(f"{ord(c):X}" for c in a) + "\t" + " ".join(f"{ord(c):X}" for c in b) + "\n" for a, b in RULES
        ),
        encoding="utf-8",
    )
    sentencepiece.SentencePieceTrainer.train(
        input=str(text),
        model_prefix=str(work / "sentencepiece"),
        vocab_size=size,
        model_type="unigram",
        character_coverage=1.0,
        byte_fallback=True,
        split_digits=True,
        user_defined_symbols=PLACEHOLDERS,
        normalization_rule_tsv=str(rules),
        unk_id=UNK,
        bos_id=BOS,
        eos_id=EOS,
        pad_id=PAD,
        num_threads=1,
        input_sentence_size=200000,
        shuffle_input_sentence=False,
        minloglevel=2,
    )
    return sentencepiece.SentencePieceProcessor(model_file=str(work / "sentencepiece.model"))


def bucketed(pairs, tokenizer) -> list[list[tuple[list[int], list[int]]]]:
    """Token pairs by the smallest bucket that holds them; longer ones are left out."""
    buckets: list[list[tuple[list[int], list[int]]]] = [[] for _ in BUCKETS]
    sources, targets = tokenizer.encode([p[0] for p in pairs]), tokenizer.encode([p[1] for p in pairs])
    for source, target in zip(sources, targets, strict=True):
        for index, (left, right, _) in enumerate(BUCKETS):
            if len(source) <= left and len(target) < right:
                buckets[index].append((source, target))
                break
    return buckets


def batches(buckets, seed: int):
    """Endless batches of one bucket each, in proportion to their tokens, shuffled."""
    rng = random.Random(seed)
    while True:
        plan = []
        for index, bucket in enumerate(buckets):
            rng.shuffle(bucket)
            size = BUCKETS[index][2]
            plan += [(index, bucket[start : start + size]) for start in range(0, len(bucket) - size + 1, size)]
        rng.shuffle(plan)
        for index, rows in plan:
            left, right, size = BUCKETS[index]
            source = np.full((size, left), PAD, np.int32)
            given = np.full((size, right), PAD, np.int32)
            wanted = np.full((size, right), PAD, np.int32)
            for row, (german, french) in enumerate(rows):
                source[row, : len(german)] = german
                given[row, : len(french) + 1] = [BOS, *french]
                wanted[row, : len(french) + 1] = [*french, EOS]
            yield source, given, wanted


def loss_of(weights, shape, batch, key, rate):
    """Cross-entropy per token with label smoothing of 0.05."""
    source, given, wanted = batch
    scores = jax.nn.log_softmax(logits(weights, shape, source, given, PAD, key, rate), axis=-1)
    hit = jnp.take_along_axis(scores, wanted[..., None], axis=-1)[..., 0]
    token = -(0.95 * hit + 0.05 * scores.mean(-1))
    real = wanted != PAD
    return (token * real).sum() / real.sum()


@functools.partial(jax.jit, static_argnums=(3, 7), donate_argnums=(0, 1, 2))
def step(weights, first, second, shape, batch, rate, number, dropout):
    """One Adam step with clipped gradients; ``rate`` is the learning rate."""
    key = jax.random.fold_in(jax.random.PRNGKey(7), number)
    loss, gradient = jax.value_and_grad(loss_of)(weights, shape, batch, key if dropout else None, dropout)
    size = jnp.sqrt(sum((g**2).sum() for g in jax.tree.leaves(gradient)))
    gradient = jax.tree.map(lambda g: g * jnp.minimum(1.0, 1.0 / (size + 1e-6)), gradient)
    first = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, first, gradient)
    second = jax.tree.map(lambda v, g: 0.98 * v + 0.02 * g * g, second, gradient)
    debias = jnp.sqrt(1 - 0.98 ** (number + 1)) / (1 - 0.9 ** (number + 1))
    weights = jax.tree.map(lambda w, m, v: w - rate * debias * m / (jnp.sqrt(v) + 1e-9), weights, first, second)
    return weights, first, second, loss


def learning_rate(number: int, steps: int, peak: float) -> float:
    """Linear warm-up, then a cosine down to a hundredth."""
    warm = 300
    if number < warm:
        return peak * (number + 1) / warm
    share = min(1.0, (number - warm) / max(1, steps - warm))
    return peak * (0.01 + 0.99 * 0.5 * (1 + np.cos(np.pi * share)))


def greedy(weights, shape, tokenizer, text: str, limit: int = 80) -> list[int]:
    """Greedy decoding with the training network, to compare with CTranslate2."""
    source = np.array([tokenizer.encode(text)], np.int32)
    out = [BOS]
    for _ in range(limit):
        padded = np.full((1, limit), PAD, np.int32)
        padded[0, : len(out)] = out
        best = int(jnp.argmax(logits(weights, shape, source, padded, PAD)[0, len(out) - 1]))
        if best == EOS:
            break
        out.append(best)
    return out[1:]


def compare(weights, shape, tokenizer, directory: Path, pairs) -> dict[str, float]:
    """Largest gap between the scores of both programs in float32, and the share of equal greedy outputs."""
    translator = ctranslate2.Translator(str(directory), device="cpu", compute_type="float32", intra_threads=1)
    gap, same = 0.0, 0
    for german, french in pairs:
        source, target = tokenizer.encode(german), tokenizer.encode(french)
        pieces = [tokenizer.id_to_piece(i) for i in target]
        scored = translator.score_batch([tokenizer.encode(german, out_type=str)], [pieces])[0].log_probs
        given, wanted = np.array([[BOS, *target]], np.int32), [*target, EOS]
        table = jax.nn.log_softmax(logits(weights, shape, np.array([source], np.int32), given, PAD), axis=-1)[0]
        mine = [float(table[i, token]) for i, token in enumerate(wanted)]
        gap = max([gap, *(abs(a - b) for a, b in zip(mine, scored, strict=True))])
        best = translator.translate_batch([tokenizer.encode(german, out_type=str)], beam_size=1)[0].hypotheses[0]
        same += best == [tokenizer.id_to_piece(i) for i in greedy(weights, shape, tokenizer, german)]
    return {"largest_log_probability_gap": gap, "equal_greedy_outputs": same / len(pairs)}


def main() -> None:
    """Corpus, tokenizer, training, export, comparison, package."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--pairs", type=int, default=300000)
    parser.add_argument("--steps", type=int, default=6000)
    parser.add_argument("--stop", type=int, help="end after so many of the scheduled steps")
    parser.add_argument("--vocabulary", type=int, default=3000)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--dropout", type=float, default=0.0)
    parser.add_argument("--seed", type=int, default=20261123)
    parser.add_argument("--resume", type=Path, help="weights of an earlier run, with its tokenizer beside them")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    pairs, test = corpus_pairs(options.pairs, options.seed)
    (options.work / "test.tsv").write_text("".join(f"{a}\t{b}\n" for a, b in test[:1000]), encoding="utf-8")
    if options.resume:
        (options.work / "sentencepiece.model").write_bytes((options.resume / "sentencepiece.model").read_bytes())
        tokenizer = sentencepiece.SentencePieceProcessor(model_file=str(options.work / "sentencepiece.model"))
    else:
        tokenizer = train_tokenizer(pairs, options.work, options.vocabulary)
    buckets = bucketed(pairs, tokenizer)
    print("pairs", len(pairs), "held out", len(test), "buckets", [len(b) for b in buckets], flush=True)
    shape = Shape(vocabulary=tokenizer.get_piece_size())
    weights = (
        pickle.loads((options.resume / "weights.pkl").read_bytes())
        if options.resume
        else initial(shape, options.seed)
    )
    weights = jax.tree.map(jnp.asarray, weights)
    print("parameters", sum(w.size for w in jax.tree.leaves(weights)), flush=True)
    first = jax.tree.map(jnp.zeros_like, weights)
    second = jax.tree.map(jnp.zeros_like, weights)
    stream, started, losses = batches(buckets, options.seed), time.time(), []
    for number in range(min(options.steps, options.stop or options.steps)):
        rate = learning_rate(number, options.steps, options.rate)
        weights, first, second, loss = step(
            weights, first, second, shape, next(stream), rate, number, options.dropout
        )
        losses.append(loss)
        if number % 100 == 99:
            print(
                number + 1,
                f"loss {np.mean([float(x) for x in losses]):.4f}",
                f"{time.time() - started:.0f} s",
                flush=True,
            )
            losses = []
        if number % 500 == 499:
            (options.work / "weights.pkl").write_bytes(pickle.dumps(jax.tree.map(np.asarray, weights)))
    weights = jax.tree.map(np.array, weights)  # copies: the export quantises in place, and JAX's own are read-only
    (options.work / "weights.pkl").write_bytes(pickle.dumps(weights))
    finish(weights, shape, tokenizer, options.work, test)


def finish(weights, shape, tokenizer, work: Path, test) -> None:
    """Export in float32 and int8, compare, pack, copy package and test set beside this script."""
    pieces = [tokenizer.id_to_piece(i) for i in range(tokenizer.get_piece_size())]
    pack.write_model(weights, shape, pieces, work / "float32", None)
    print(json.dumps(compare(weights, shape, tokenizer, work / "float32", test[:40])), flush=True)
    pack.write_model(weights, shape, pieces, work / "model")
    archive = HERE / "translate-de_fr-demo.argosmodel"
    pack.write_package(work / "model", work / "sentencepiece.model", archive)
    (HERE / "test.tsv").write_text((work / "test.tsv").read_text(encoding="utf-8"), encoding="utf-8")
    print("package", archive.stat().st_size, "bytes", flush=True)


if __name__ == "__main__":
    main()
