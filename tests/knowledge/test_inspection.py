"""What `permanence inspect` says of a document: the words of the contract, and every span verbatim."""

from knowledge.inspection import inspect, inspect_files
from tests.knowledge.texts import CORRECTION, RECTIFICATION

KEYS = {
    "document", "number", "date", "authority", "level", "academies", "sessions", "exams", "relations",
    "headings", "tables", "pages", "ocr_pages", "ocr_confidence", "text",
    "deadlines", "doubts", "values", "refused",
}  # fmt: skip


def test_a_document_is_told_with_its_relations_and_deadlines(read):
    row = inspect(read(RECTIFICATION, "rectificatif.txt").reading)

    assert set(row) == KEYS
    assert (row["number"], row["date"], row["level"]) == ("DEC1/31-052", "2031-04-07", "academique")
    assert (row["academies"], row["sessions"], row["exams"]) == (["Lille"], ["2031"], ["bts"])
    assert [(r["kind"], r["target"], r["section"]) for r in row["relations"]] == [
        ("rectifie", "DEC1/31-041", "3.2")
    ]
    assert all(found["evidence"] in row["text"] for found in row["relations"] + row["deadlines"])


def test_deadlines_are_told_with_dates_and_kind(read):
    row = inspect(read(CORRECTION, "correction.md").reading)

    said = [(d["kind"], d["start"], d["end"], d["time"]) for d in row["deadlines"]]
    assert ("limit", None, "2031-06-30", None) in said
    assert row["tables"] == 1
    assert row["headings"][0]["level"] == 0


def test_a_file_that_cannot_be_read_has_its_reason_and_nothing_else(tmp_path):
    (tmp_path / "vide.txt").write_bytes(b"")
    (tmp_path / "bien.md").write_text(CORRECTION, encoding="utf-8")

    rows = {
        row["document"]: row for row in inspect_files([tmp_path / "vide.txt", tmp_path / "bien.md"], tmp_path)
    }

    assert set(rows["vide.txt"]) == {"document", "refused"}
    assert rows["vide.txt"]["refused"].endswith(".")
    assert rows["bien.md"]["refused"] is None


def test_a_likely_session_is_said_as_a_doubt(read):
    row = inspect(read("Académie de Reims\n\nFAQ Santorin 2031\n\nComment entrer ?\n", "faq.txt").reading)

    assert row["sessions"] == []
    assert [one for one in row["doubts"] if "2031" in one and "session" in one]
