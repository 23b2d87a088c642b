"""Makes real Argos packages, small and untrained: real SentencePiece, real CTranslate2, random weights."""

import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
import sentencepiece

_LINES = [
    "Der Antrag auf Altersrente ist am 12.03.2024 eingegangen.",
    "La demande de pension de vieillesse est arrivée le 12.03.2024.",
    "Bitte senden Sie uns den Bescheid und die Geburtsurkunde zurück, Q0Q X1X 990.",
    "Veuillez nous renvoyer la décision et l'acte de naissance, 0123456789_abcdefghijklmnopqrstuvwxyz.",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ éèêàùçôîûäöüß ; : ! ? ( ) / - + ' \" % €",
]


@dataclass(frozen=True)
class Recipe:
    """What the package says of itself, and what its vocabulary knows beside letters."""

    source: str = "de"
    target: str = "fr"
    version: str = "1.0"
    brackets: bool = True
    metadata: Mapping[str, Any] = field(default_factory=dict)


def members(recipe: Recipe, scratch: Path) -> dict[str, bytes]:
    """The files of a package by their path below its folder; ``scratch`` is an empty folder to work in."""
    vocabulary = _vocabulary(recipe.brackets)
    processor = sentencepiece.SentencePieceProcessor(model_proto=vocabulary)
    pieces = [processor.id_to_piece(index) for index in range(processor.get_piece_size())]
    model = scratch / "model"
    model.mkdir(parents=True)
    _model(pieces, model)
    metadata = {
        "package_version": recipe.version,
        "argos_version": "1.9.0",
        "from_code": recipe.source,
        "from_name": recipe.source,
        "to_code": recipe.target,
        "to_name": recipe.target,
        **recipe.metadata,
    }
    files = {f"model/{path.name}": path.read_bytes() for path in model.iterdir()}
    return files | {"sentencepiece.model": vocabulary, "metadata.json": json.dumps(metadata).encode()}


def archive(path: Path, files: Mapping[str, bytes], root: str = "translate-de_fr-1_0/") -> Path:
    """Writes the files as an ``.argosmodel``."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, data in files.items():
            bundle.writestr(root + name, data)
    return path


def package(path: Path, recipe: Recipe = Recipe()) -> Path:
    """A whole ``.argosmodel`` at ``path``."""
    return archive(path, members(recipe, path.with_suffix(".scratch")))


def _vocabulary(brackets: bool) -> bytes:
    out = BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(_LINES * 20),
        model_writer=out,
        vocab_size=220,
        hard_vocab_limit=False,
        character_coverage=1.0,
        user_defined_symbols=[f"⟦{index}⟧" for index in range(16)] if brackets else [],
        minloglevel=2,
    )
    return out.getvalue()


def _model(pieces: list[str], folder: Path) -> None:
    spec: Any = ctranslate2.specs.TransformerSpec.from_config((1, 1), 2, pre_norm=True)
    rng = np.random.default_rng(7)
    width, inner = 16, 32

    def random(*shape: int) -> Any:
        return (rng.standard_normal(shape) * 0.5).astype(np.float32)

    def linear(layer: Any, outputs: int, inputs: int) -> None:
        layer.weight, layer.bias = random(outputs, inputs), random(outputs)

    def norm(layer: Any) -> None:
        layer.gamma, layer.beta = np.ones(width, np.float32), np.zeros(width, np.float32)

    spec.encoder.embeddings[0].weight = random(len(pieces), width)
    spec.decoder.embeddings.weight = random(len(pieces), width)
    linear(spec.decoder.projection, len(pieces), width)
    norm(spec.encoder.layer_norm)
    norm(spec.decoder.layer_norm)
    for layer in (*spec.encoder.layer, *spec.decoder.layer):
        norm(layer.self_attention.layer_norm)
        linear(layer.self_attention.linear[0], 3 * width, width)
        linear(layer.self_attention.linear[1], width, width)
        norm(layer.ffn.layer_norm)
        linear(layer.ffn.linear_0, inner, width)
        linear(layer.ffn.linear_1, width, inner)
    for layer in spec.decoder.layer:
        norm(layer.attention.layer_norm)
        linear(layer.attention.linear[0], width, width)
        linear(layer.attention.linear[1], 2 * width, width)
        linear(layer.attention.linear[2], width, width)
    spec.register_source_vocabulary(pieces)
    spec.register_target_vocabulary(pieces)
    spec.config.add_source_bos = spec.config.add_source_eos = False
    spec.config.decoder_start_token = "<s>"
    spec.validate()
    spec.save(str(folder))
