"""Writes trained weights as a CTranslate2 model in int8 and packs it as an Argos package."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import ctranslate2
import numpy as np

FOLDER = "translate-de_fr-demo-0_1"
METADATA = {
    "package_version": "0.1",
    "argos_version": "1.9.0",
    "from_code": "de",
    "from_name": "German",
    "to_code": "fr",
    "to_name": "French",
    "description": "Demonstration model, social-security forms only. Not for production.",
    "demonstration": True,
}
CARD = """# German to French, demonstration

A small Transformer trained only on generated sentences of social-security forms. It shows the pipeline at
work; it is no general translator and its drafts must be read by a translator. Made by models/de-fr-demo.
"""


def _copy_linear(spec, weights) -> None:
    spec.weight, spec.bias = np.asarray(weights["weight"]), np.asarray(weights["bias"])


def _copy_norm(spec, weights) -> None:
    spec.gamma, spec.beta = np.asarray(weights["gamma"]), np.asarray(weights["beta"])


def _copy_self(spec, weights) -> None:
    _copy_norm(spec.layer_norm, weights["norm"])
    _copy_linear(spec.linear[0], weights["qkv"])
    _copy_linear(spec.linear[1], weights["out"])


def _copy_cross(spec, weights) -> None:
    _copy_norm(spec.layer_norm, weights["norm"])
    for index, name in enumerate(("q", "kv", "out")):
        _copy_linear(spec.linear[index], weights[name])


def _copy_feed(spec, weights) -> None:
    _copy_norm(spec.layer_norm, weights["norm"])
    _copy_linear(spec.linear_0, weights["up"])
    _copy_linear(spec.linear_1, weights["down"])


def write_model(weights, shape, pieces: list[str], directory: Path, quantization: str | None = "int8") -> None:
    """Write ``directory`` as a CTranslate2 model; ``quantization`` None keeps float32 (for comparison)."""
    spec = ctranslate2.specs.TransformerSpec.from_config(
        (shape.encoder_layers, shape.decoder_layers), shape.heads, pre_norm=True
    )
    embedding = np.asarray(weights["embedding"])
    spec.encoder.embeddings[0].weight = embedding
    spec.decoder.embeddings.weight = embedding
    spec.encoder.scale_embeddings = True
    spec.decoder.scale_embeddings = True
    spec.decoder.projection.weight = embedding
    spec.decoder.projection.bias = np.asarray(weights["output_bias"])
    _copy_norm(spec.encoder.layer_norm, weights["encoder_norm"])
    _copy_norm(spec.decoder.layer_norm, weights["decoder_norm"])
    for layer, values in zip(spec.encoder.layer, weights["encoder"], strict=True):
        _copy_self(layer.self_attention, values["self"])
        _copy_feed(layer.ffn, values["ffn"])
    for layer, values in zip(spec.decoder.layer, weights["decoder"], strict=True):
        _copy_self(layer.self_attention, values["self"])
        _copy_cross(layer.attention, values["cross"])
        _copy_feed(layer.ffn, values["ffn"])
    spec.register_source_vocabulary(pieces)
    spec.register_target_vocabulary(pieces)
    spec.config.unk_token, spec.config.bos_token, spec.config.eos_token = "<unk>", "<s>", "</s>"
    spec.config.decoder_start_token = "<s>"
    spec.config.add_source_bos, spec.config.add_source_eos = False, False
    spec.validate()
    if quantization:
        spec.optimize(quantization=quantization)
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)
    spec.save(str(directory))


def write_package(model: Path, tokenizer: Path, archive: Path) -> None:
    """Zip model, SentencePiece file, metadata and card under one folder, with fixed dates for stable bytes."""
    files = {f"model/{path.name}": path.read_bytes() for path in sorted(model.iterdir())}
    files["sentencepiece.model"] = tokenizer.read_bytes()
    files["metadata.json"] = json.dumps(METADATA, indent=2).encode()
    files["README.md"] = CARD.encode()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as bundle:
        for name in sorted(files):
            bundle.writestr(zipfile.ZipInfo(f"{FOLDER}/{name}"), files[name], zipfile.ZIP_DEFLATED, 9)
