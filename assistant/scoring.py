"""Answers against a gold file, counted as the evaluation contract says: words and citations, never layout."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Row = Mapping[str, Any]

ABSTAINS = frozenset({"abstain", "handoff", "out_of_scope", "refuse"})
ASKS = frozenset({"clarify", "ask_slot"})
ASKED = ("answerable", "unanswerable", "clarify")
LONGEST, LONGEST_QUOTE = 220, 110  # words; the whole circular is no answer, half of it no citation
_SAME = (("’", "'"), ("ʼ", "'"), ("`", "'"), ("œ", "oe"), ("Œ", "OE"))
_HIDDEN = re.compile(r"\[(?:…|\.\.\.)\]")  # a name taken out of a quotation


@dataclass(frozen=True, slots=True)
class Failure:
    """One question answered otherwise than expected."""

    id: str
    kind: str
    question: str
    act: str | None
    status: str | None
    text: str


@dataclass
class Score:
    """What was counted so far; `docs` are the texts in which quotations are looked up, if at all."""

    docs: Mapping[str, str] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    count: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    words: list[int] = field(default_factory=list)
    times: list[float] = field(default_factory=list)

    def add(self, item: Row, out: Row) -> None:
        """Count one question and what was said; an empty row is silence."""
        is_right = judge(item, out)
        self.kinds[item["kind"]] += 1
        self.right[item["kind"]] += is_right
        self._add_asked(item, out, is_right=is_right)
        self._add_trap(item, out)
        self._add_details(item, out)
        if out.get("ms") is not None:
            self.times.append(float(out["ms"]))
        if not is_right:
            said = (out.get("act"), out.get("status"), (out.get("text") or "")[:300])
            self.failures.append(Failure(item["id"], item["kind"], item["question"], *said))

    def _add_asked(self, item: Row, out: Row, *, is_right: bool) -> None:
        kind = resolved(item)
        if kind in ASKED:
            self.kinds["asked"] += 1
            self.right["asked"] += is_right
        if kind in ASKED and out.get("act") == "answer":
            self.count["said"] += 1
            self.count["said_right"] += is_right
            self.words.append(len((out.get("text") or "").split()))
        if kind == "answerable":
            self.count["answerable"] += 1
            self.count["refused"] += out.get("act") in ABSTAINS | ASKS

    def _add_trap(self, item: Row, out: Row) -> None:
        if not (wrong := item.get("distractor")):
            return
        right = [*_wanted(item), *_others(item, "support_extra")] if item.get("support") else []
        self.count["traps"] += 1
        fell = out.get("act") == "answer" and cites(out, [(wrong["doc"], wrong["support"])])
        self.count["invalid"] += fell and not cites(out, right)

    def _add_details(self, item: Row, out: Row) -> None:
        if wanted := item.get("expected_status"):
            other = item.get("expected_status_alt") or []
            self.count["typed"] += 1
            allowed = {wanted, *([other] if isinstance(other, str) else other)}
            self.count["typed_right"] += out.get("status") in allowed
        if intent := item.get("intent"):
            self.count["intents"] += 1
            self.count["intents_right"] += out.get("intent") == intent
        if item["kind"].startswith("report"):
            for name, value in (item.get("entities") or {}).items():
                self.count["slots"] += 1
                self.count["slots_right"] += _slot(value) == _slot((out.get("entities") or {}).get(name))
        if self.docs:
            for citation in out.get("citations") or ():
                self.count["quotes"] += 1
                self.count["quotes_right"] += _is_exact(citation, self.docs)

    def figures(self) -> dict[str, Any]:
        """Shares, from 0 to 1, and counts `right/all` by kind of question."""
        count = self.count
        own = [kind for kind in self.kinds if kind != "asked"]
        everything = sum(self.right[kind] for kind in own), sum(self.kinds[kind] for kind in own)
        shares = {
            "answer_accuracy": self._of_kind("answerable"),
            "right_when_answering": _share(count["said_right"], count["said"]),
            "abstention": self._of_kind("unanswerable"),
            "over_refusal": _share(count["refused"], count["answerable"]),
            "invalid_source": f"{count['invalid']}/{count['traps']}" if count["traps"] else None,
            "typed_status": _share(count["typed_right"], count["typed"]),
            "slots": _share(count["slots_right"], count["slots"]),
            "intents": _share(count["intents_right"], count["intents"]),
            "exact_quotes": _share(count["quotes_right"], count["quotes"]),
            "words_p50": _at(self.words, 0.5),
            "overall": _share(*everything),
            "ms_p50": _at(self.times, 0.5),
            "ms_p95": _at(self.times, 0.95),
        }
        return {kind: f"{self.right[kind]}/{self.kinds[kind]}" for kind in sorted(self.kinds)} | shares

    def _of_kind(self, kind: str) -> float | None:
        return _share(self.right[kind], self.kinds[kind])


def resolved(item: Row) -> str:
    """What a question calls for; one that leans on an earlier one says so apart."""
    kind = str(item["kind"])
    return str(item.get("resolved_kind") or "answerable") if kind == "followup" else kind


def judge(item: Row, out: Row) -> bool:
    """Whether what was said is what was due."""
    text, act = out.get("text") or "", out.get("act")
    missing, forbidden = said(item, text)
    match resolved(item):
        case "answerable":
            is_short = len(text.split()) <= LONGEST
            return (
                act == "answer" and is_short and not missing and not forbidden and cites(out, _wanted(item))
            )
        case "unanswerable":
            return act in ABSTAINS and bool(text.strip()) and not forbidden
        case "clarify":
            return act in ASKS and "?" in text
        case other:
            return out.get("route") == other


def said(item: Row, text: str) -> tuple[list[str], list[str]]:
    """Patterns that must be said and are not, that must not be and are."""
    return lacking(item.get("answer_must"), text), held(item.get("answer_must_not"), text)


def lacking(patterns: Iterable[str] | None, text: str) -> list[str]:
    plain = _plain(text)
    return [pattern for pattern in patterns or () if not re.search(_bare(pattern), plain, re.I)]


def held(patterns: Iterable[str] | None, text: str) -> list[str]:
    plain = _plain(text)
    return [pattern for pattern in patterns or () if re.search(_bare(pattern), plain, re.I)]


def cites(out: Row, wanted: Sequence[tuple[str, str]]) -> bool:
    """Whether a citation of decent length holds the words of one of these passages."""
    return any(
        stem(citation.get("document")) == stem(document)
        and len((citation.get("quote") or "").split()) <= LONGEST_QUOTE
        and _overlap(flat(citation.get("quote")), flat(support))
        for citation in out.get("citations") or ()
        for document, support in wanted
    )


def flat(text: str | None) -> str:
    """Words alone: no case, accents, marks, cell separators or line breaks."""
    return " ".join(re.findall(r"[a-z0-9]+", _plain(text or "").lower()))


def stem(name: object) -> str:
    """The name of a file without its extension nor its folder."""
    last = str(name).rsplit("/", 1)[-1]
    head, dot, _ = last.rpartition(".")
    return head if dot and head else last


def _wanted(item: Row) -> list[tuple[str, str]]:
    return [(item["doc"], item["support"]), *_others(item, "support_alt")]


def _others(item: Row, field_name: str) -> Iterator[tuple[str, str]]:
    for entry in item.get(field_name) or ():
        if isinstance(entry, dict):
            yield entry.get("doc") or item["doc"], entry["support"]
        else:
            yield item["doc"], entry


def _overlap(quote: str, support: str) -> bool:
    """One contains the other, or they share half of the words of the support in a row."""
    if not quote or not support:
        return False
    if (quote in support and len(quote) >= min(25, len(support))) or support in quote:
        return True
    words = support.split()
    span = max(4, len(words) // 2)
    return any(" ".join(words[at : at + span]) in quote for at in range(max(1, len(words) - span + 1)))


def _is_exact(citation: Row, docs: Mapping[str, str]) -> bool:
    """Whether the words are found in a row, in the named document."""
    text, at = docs.get(stem(citation.get("document")), ""), 0
    for piece in map(flat, _HIDDEN.split(citation.get("quote") or "")):
        at = text.find(piece, at) if piece and at >= 0 else at
    return at >= 0 and bool(flat(citation.get("quote")))


def _slot(value: object) -> set[str]:
    """A value, or several, to be compared: leading zeros, case and accents do not count."""
    values = value if isinstance(value, list) else [value]
    return {re.sub(r"^0+(?=.)", "", flat(str(one))) for one in values if one not in (None, "")}


def _plain(text: str) -> str:
    return " ".join(_bare(text).replace("*", "").split())


def _bare(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    bare = "".join(sign for sign in decomposed if unicodedata.category(sign) != "Mn")
    for sign, plain in _SAME:
        bare = bare.replace(sign, plain)
    return bare


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 3) if whole else None


def _at(values: Iterable[float], share: float) -> float | None:
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 1) if ordered else None
