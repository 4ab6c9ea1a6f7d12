"""The character table of SentencePiece, in the form that tokenizers reads: a double-array trie."""

import struct
from collections.abc import Mapping

Trie = dict[int, "Trie | int"]
_LEAF = 1 << 8
_VALUE = 1 << 31
_END = 0  # the label of a value; no key holds a NUL


def charsmap(normal: Mapping[int, str]) -> bytes:
    """Write each character with what replaces it; an end of a key points into the texts."""
    texts = bytearray()
    root: Trie = {}
    for character, replacement in sorted(normal.items()):
        if character:
            _add(root, chr(character).encode(), len(texts))
            texts += replacement.encode() + b"\0"
    units = _units(root)
    return struct.pack(f"<I{len(units)}I", 4 * len(units), *units) + bytes(texts)


def _add(root: Trie, key: bytes, value: int) -> None:
    node = root
    for byte in key:
        child = node.setdefault(byte, {})
        assert isinstance(child, dict)
        node = child
    node[_END] = value


def _units(root: Trie) -> list[int]:
    """Lay the nodes out so that the children of one stand at its base, xor their labels."""
    taken: dict[int, int] = {0: 0}
    waiting = [(0, root)]
    first = 1
    while waiting:
        place, node = waiting.pop()
        while first in taken:
            first += 1
        base = first
        while any(base ^ label in taken for label in node):
            base += 1
        # Offsets have 21 bits, which a few thousand characters never fill.
        taken[place] |= (place ^ base) << 10 | (_LEAF if _END in node else 0)
        for label, child in node.items():
            taken[base ^ label] = _VALUE | child if isinstance(child, int) else label
            if isinstance(child, dict):
                waiting.append((base ^ label, child))
    return [taken.get(place, _VALUE) for place in range((max(taken) | 255) + 1)]
