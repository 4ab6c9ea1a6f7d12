"""The exchanges that go with a request: written under its words, and read again as they were."""

from assistant import transcripts


def test_what_is_written_is_read_again():
    exchanges = [("Quel tarif ?", "Aucun texte.\n\nDeux lignes."), ("Et en\n2025 ?", "9,60 €")]
    body = "\n".join(["Parler à quelqu’un", "Lot : 17", *transcripts.lines(exchanges)])

    words, read = transcripts.parted(body)

    assert words == "Parler à quelqu’un\nLot : 17"
    assert read == [("Quel tarif ?", "Aucun texte.\n\nDeux lignes."), ("Et en 2025 ?", "9,60 €")]


def test_only_the_latest_leave_and_a_request_may_have_none():
    many = [(f"Question {number}", "Réponse") for number in range(9)]

    assert [asked for asked, _ in transcripts.parted("\n".join(transcripts.lines(many)))[1]] == [
        f"Question {number}" for number in range(5, 9)
    ]
    assert transcripts.lines([]) == []
    assert transcripts.parted("Bonjour") == ("Bonjour", [])
