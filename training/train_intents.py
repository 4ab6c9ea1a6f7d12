"""Train the intent reader on assistant/rasa/nlu.yml, replace the shipped weights, measure it.

python -m training.train_intents
"""

import json
from pathlib import Path

from rich import print
from rich.progress import track
from sklearn.metrics import f1_score

from assistant.intent_readers import EmbeddedReader, open_reader, save_shipped
from connectors.bundled_e5 import BundledE5

HELD_OUT = Path(__file__).parent.parent / "tests" / "data" / "intents_heldout.jsonl"


def main() -> None:
    embedder = BundledE5()
    for name, engine in (("letters and vectors", embedder), ("letters alone", None)):
        path = save_shipped(engine)
        print(f"{name}: {path.name}, {path.stat().st_size // 1024} KB")
        measure(name, open_reader(engine))


def measure(name: str, reader: EmbeddedReader) -> None:
    rows = [json.loads(line) for line in HELD_OUT.read_text(encoding="utf-8").splitlines()]
    guesses = [reader.read_intent(row["text"]) for row in track(rows, description=name)]
    truth, said = [row["intent"] for row in rows], [guess.intent.value for guess in guesses]
    right = sum(a == b for a, b in zip(truth, said, strict=True)) / len(rows)
    # Said with confidence, and wrong: what costs most.
    bold = sum(a != g.intent and g.confidence >= 0.7 for a, g in zip(truth, guesses, strict=True)) / len(rows)
    score = f1_score(truth, said, average="macro")
    print(
        f"{name}: {len(rows)} messages, accuracy {right:.3f}, macro-F1 {score:.3f}, wrong and sure {bold:.3f}"
    )


if __name__ == "__main__":
    main()
