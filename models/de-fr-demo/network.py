"""A small pre-norm Transformer in JAX, in the layout that CTranslate2 executes."""

from __future__ import annotations

from dataclasses import dataclass

import jax
import jax.numpy as jnp
import numpy as np


@dataclass(frozen=True)
class Shape:
    """Sizes of the network."""

    vocabulary: int
    width: int = 192
    heads: int = 4
    inner: int = 576
    encoder_layers: int = 3
    decoder_layers: int = 2


def _linear(rng, inputs, outputs):
    bound = (6.0 / (inputs + outputs)) ** 0.5
    return {
        "weight": rng.uniform(-bound, bound, (outputs, inputs)).astype(np.float32),
        "bias": np.zeros(outputs, np.float32),
    }


def _norm(width):
    return {"gamma": np.ones(width, np.float32), "beta": np.zeros(width, np.float32)}


def initial(shape: Shape, seed: int) -> dict:
    """Fresh weights, the same for the same seed."""
    rng = np.random.default_rng(seed)
    width = shape.width

    def self_attention():
        return {"norm": _norm(width), "qkv": _linear(rng, width, 3 * width), "out": _linear(rng, width, width)}

    def cross_attention():
        return {
            "norm": _norm(width),
            "q": _linear(rng, width, width),
            "kv": _linear(rng, width, 2 * width),
            "out": _linear(rng, width, width),
        }

    def feed_forward():
        return {
            "norm": _norm(width),
            "up": _linear(rng, width, shape.inner),
            "down": _linear(rng, shape.inner, width),
        }

    return {
        "embedding": (rng.standard_normal((shape.vocabulary, width)) * width**-0.5).astype(np.float32),
        "encoder": [{"self": self_attention(), "ffn": feed_forward()} for _ in range(shape.encoder_layers)],
        "encoder_norm": _norm(width),
        "decoder": [
            {"self": self_attention(), "cross": cross_attention(), "ffn": feed_forward()}
            for _ in range(shape.decoder_layers)
        ],
        "decoder_norm": _norm(width),
        "output_bias": np.zeros(shape.vocabulary, np.float32),
    }


def positions(length: int, width: int):
    """Sinusoids as CTranslate2 computes them: positions from 1, sines then cosines."""
    increment = np.log(10000.0) / (width // 2 - 1)
    scales = np.exp(np.arange(width // 2) * -increment)
    angles = (np.arange(length) + 1)[:, None] * scales[None, :]
    return jnp.asarray(np.concatenate([np.sin(angles), np.cos(angles)], axis=1), jnp.float32)


def norm(weights, x):
    """Layer normalisation."""
    mean = x.mean(-1, keepdims=True)
    variance = ((x - mean) ** 2).mean(-1, keepdims=True)
    return (x - mean) * jax.lax.rsqrt(variance + 1e-5) * weights["gamma"] + weights["beta"]


def linear(weights, x):
    """Affine map with weights of shape (outputs, inputs)."""
    return x @ weights["weight"].T + weights["bias"]


def _heads(x, heads):
    batch, length, width = x.shape
    return x.reshape(batch, length, heads, width // heads).transpose(0, 2, 1, 3)


def _attend(query, key, value, mask):
    scores = query @ key.transpose(0, 1, 3, 2) * query.shape[-1] ** -0.5
    weights = jax.nn.softmax(jnp.where(mask, scores, -1e9), axis=-1)
    mixed = weights @ value
    batch, heads, length, size = mixed.shape
    return mixed.transpose(0, 2, 1, 3).reshape(batch, length, heads * size)


def _drop(x, key, rate):
    if key is None:
        return x
    return jnp.where(jax.random.bernoulli(key, 1 - rate, x.shape), x / (1 - rate), 0.0)


def _split(key, count):
    return [None] * count if key is None else list(jax.random.split(key, count))


def _self(weights, x, mask, heads):
    query, key, value = (
        _heads(part, heads) for part in jnp.split(linear(weights["qkv"], norm(weights["norm"], x)), 3, axis=-1)
    )
    return linear(weights["out"], _attend(query, key, value, mask))


def _cross(weights, x, memory, mask, heads):
    query = _heads(linear(weights["q"], norm(weights["norm"], x)), heads)
    key, value = (_heads(part, heads) for part in jnp.split(linear(weights["kv"], memory), 2, axis=-1))
    return linear(weights["out"], _attend(query, key, value, mask))


def _feed(weights, x):
    return linear(weights["down"], jax.nn.relu(linear(weights["up"], norm(weights["norm"], x))))


def logits(weights, shape: Shape, source, target, pad: int, key=None, rate: float = 0.1):
    """Scores (batch, target length, vocabulary); ``key`` turns dropout on."""
    keys = iter(_split(key, 2 + 2 * shape.encoder_layers + 3 * shape.decoder_layers))
    scale = shape.width**0.5
    source_mask = (source != pad)[:, None, None, :]
    x = weights["embedding"][source] * scale + positions(source.shape[1], shape.width)
    x = _drop(x, next(keys), rate)
    for layer in weights["encoder"]:
        x = x + _drop(_self(layer["self"], x, source_mask, shape.heads), next(keys), rate)
        x = x + _drop(_feed(layer["ffn"], x), next(keys), rate)
    memory = norm(weights["encoder_norm"], x)
    length = target.shape[1]
    causal = jnp.tril(jnp.ones((length, length), bool))[None, None]
    y = weights["embedding"][target] * scale + positions(length, shape.width)
    y = _drop(y, next(keys), rate)
    for layer in weights["decoder"]:
        y = y + _drop(_self(layer["self"], y, causal, shape.heads), next(keys), rate)
        y = y + _drop(_cross(layer["cross"], y, memory, source_mask, shape.heads), next(keys), rate)
        y = y + _drop(_feed(layer["ffn"], y), next(keys), rate)
    return norm(weights["decoder_norm"], y) @ weights["embedding"].T + weights["output_bias"]
