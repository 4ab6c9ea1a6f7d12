"""SentencePiece unigram tokens, as multilingual-e5 was trained with."""

import re
from functools import lru_cache

from connectors.e5_weights import Vocabulary

_SPACE = "▁"
_UNKNOWN_PENALTY = 10.0  # below the rarest piece, as SentencePiece does
_CACHED_WORDS = 20_000


class Tokenizer:
    """Words to token numbers; a word met again costs a look-up."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._numbers = {piece: number for number, piece in enumerate(vocabulary.pieces)}
        self._scores = vocabulary.scores
        self._longest = max(len(piece) for piece in vocabulary.pieces)
        self._unknown = vocabulary.unknown
        self._unknown_score = min(vocabulary.scores) - _UNKNOWN_PENALTY
        self._normal = dict(vocabulary.normal.items())
        self._word = lru_cache(maxsize=_CACHED_WORDS)(self._cut)

    def tokens(self, text: str) -> list[int]:
        """Give the tokens of a text, without the marks of its beginning and end."""
        normal = re.sub(" {2,}", " ", text.translate(self._normal))
        marked = normal.replace(" ", _SPACE)
        if not marked.startswith(_SPACE):
            marked = _SPACE + marked
        return [token for word in re.findall(f"{_SPACE}[^{_SPACE}]*", marked) for token in self._word(word)]

    def _cut(self, word: str) -> tuple[int, ...]:
        """Find the most probable pieces of a word (Viterbi); an unknown character is a piece of its own."""
        best: list[tuple[float, int, int]] = [(0.0, 0, 0)] + [(float("-inf"), 0, 0)] * len(word)
        for start in range(len(word)):
            score = best[start][0]
            for end in range(start + 1, min(len(word), start + self._longest) + 1):
                number = self._numbers.get(word[start:end])
                if (
                    number is not None
                    and number != self._unknown
                    and score + self._scores[number] > best[end][0]
                ):
                    best[end] = (score + self._scores[number], number, start)
            if score + self._unknown_score > best[start + 1][0]:
                best[start + 1] = (score + self._unknown_score, self._unknown, start)
        tokens: list[int] = []
        end = len(word)
        while end:
            _, number, end = best[end]
            tokens.append(number)
        return tuple(reversed(tokens))
