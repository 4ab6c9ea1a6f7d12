"""A deterministic embedding engine: words hashed into a few dimensions, so that tests need no weights."""

from hashlib import blake2b

import numpy as np

from knowledge import french


class HashingEmbedder:
    """Fulfils `Embedder`; texts that share stems are close, and it counts what it embeds."""

    def __init__(self, fingerprint="hashing-1", dimension=64):
        self.fingerprint = fingerprint
        self.dimension = dimension
        self.embedded = 0

    def embed_query(self, text):
        return self._vector(text)

    def embed_passages(self, texts):
        self.embedded += len(texts)
        return np.asarray([self._vector(text) for text in texts], dtype=np.float32).reshape(
            -1, self.dimension
        )

    def _vector(self, text):
        vector = np.zeros(self.dimension, dtype=np.float32)
        for stem in french.stems(text):
            digest = blake2b(stem.encode(), digest_size=8).digest()
            vector[digest[0] % self.dimension] += 1 if digest[1] % 2 else -1
        return vector / (np.linalg.norm(vector) or 1)
