"""`permanence replay --scenarios`: what the command plays, shows and leaves out."""

import json

import pytest

from app.scenarios import Player, read_scenarios
from app.settings import Settings
from assistant import confidence
from assistant.answering import Answerer
from assistant.intent_readers import open_reader
from assistant.understanding import Understanding
from knowledge.library import memory_library
from tests.app.test_cli import permanence

OWNER = {"role": "correcteur", "lots": ["17", "18"]}


@pytest.fixture(scope="module")
def player(samples, tmp_path_factory):
    """Words alone, on the sample circulars: the same on every machine, and quick."""
    index, calendar = memory_library(samples, None)
    settings = Settings(data_dir=tmp_path_factory.mktemp("home"), _env_file=None)
    answerer = Answerer(index, confidence.load())
    return Player(answerer, Understanding(open_reader(None)), index, calendar, settings)


@pytest.fixture
def play(player):
    """One conversation: what is said, in order, after what had happened before."""

    def played(*said, user=OWNER, **fixtures):
        turns = [{"user": text, "expect": {"act": "nothing"}} for text in said]
        scenario = {"id": "essai", "user": user, "fixtures": fixtures or None, "turns": turns}
        (row,) = player.play(read_scenarios([json.dumps(scenario)]))
        assert row["id"] == "essai"
        return row["turns"]

    return played


def test_a_report_is_asked_for_piece_by_piece_and_becomes_one_ticket(play):
    *asked, recap, sent = play("J'ai une copie floue.", "lot 17", "la 0423", "page 3", "oui")

    assert [turn["act"] for turn in asked] == ["ask_slot"] * 3
    assert asked[1]["draft"]["lot"] == "17"
    assert all(turn["ticket"] is None for turn in (*asked, recap))
    assert (recap["act"], sent["act"]) == ("confirm_request", "ticket_created")
    made = sent["ticket"]
    assert [made[name] for name in ("type", "status", "lot", "copie", "page", "defaut")] == [
        "scan", "open", "17", "0423", "3", "flou",
    ]  # fmt: skip
    assert sent["draft"] is None


def test_only_the_lots_of_the_user_are_hers_and_each_has_copies_of_twelve_pages(play):
    stranger, beyond, page = play(
        "Copie 40 du lot 99, page 1 floue.", "lot 17, copie 1501", "copie 1500, page 13"
    )

    assert stranger["act"] == "lot_not_assigned"
    assert "1501" in beyond["text"]
    assert beyond["draft"]["lot"] == "17"
    assert "12 pages" in page["text"]


def test_tickets_of_the_past_keep_their_references_and_states(play):
    flou = {"defaut": "flou", "status": "en_cours"}
    given = [
        {"id": "T-31", "type": "scan", "lot": "17", "copie": "8", "page": "2", **flou},
        {"id": "T-3200", "type": "scan", "lot": "18", "copie": "9", "status": "resolu"},
    ]  # fmt: skip
    again, where = play("Copie 8 du lot 17, page 2 floue.", "Où en est mon ticket T-3200 ?", tickets=given)

    assert again["act"] == "duplicate_notice"
    assert "T-31" in again["text"]
    assert where["act"] == "ticket_status"
    assert "T-3200" in where["text"]
    assert "résolu" in where["text"]


def test_progress_and_claims_are_those_of_the_fixtures(play):
    progress, claim = play(
        "Combien de copies me reste-t-il dans le lot 17 ?",
        "Où en est mon état de frais ?",
        progress={"17": {"total": 50, "corrigees": 32, "restantes": 18}},
        claims=[{"mission": "correction", "status": "valide", "montant": "38,40"}],
    )

    assert progress["act"] == claim["act"] == "my_data"
    assert "18 copies" in progress["text"]
    assert "32 copies corrigées sur 50" in progress["text"]
    assert "Validé" in claim["text"]
    assert "38,40" in claim["text"]


def test_an_incident_of_the_fixtures_is_told_and_opens_no_ticket(play):
    known = {"id": "INC-1", "application": "lotanet", "type": "erreur_serveur", "status": "en_cours"}
    told, thanked = play(
        "Lotanet affiche une erreur 500 depuis une heure", "prévenez-moi quand c'est fini", incidents=[known]
    )

    assert (told["act"], thanked["act"]) == ("incident_notice", "ack")
    assert told["ticket"] is thanked["ticket"] is None


def test_a_field_report_shows_as_a_ticket_of_nobody(play):
    asked, sent = play("La correction à l'écran m'épuise les yeux, je tiens à le dire au syndicat.", "oui")

    assert (asked["act"], sent["act"]) == ("consent_request", "feedback_recorded")
    assert asked["ticket"] is None
    assert sent["ticket"] == {"type": "feedback", "status": "open", "anonymous": True, "consent": True}


def test_one_scenario_leaves_nothing_to_the_next(player):
    said = {
        "id": "a",
        "user": OWNER,
        "turns": [{"user": "Copie 8 du lot 17, page 2 floue."}, {"user": "oui"}],
    }

    first, second = player.play(read_scenarios([json.dumps(said), "", json.dumps(said | {"id": "b"})]))

    assert first["turns"] == second["turns"]


def test_what_is_no_scenario_ends_the_command_on_one_line(tmp_path, samples):
    file = tmp_path / "scenarios.jsonl"
    file.write_text("{}\n", encoding="utf-8")

    said = permanence("replay", "--circulars", str(samples), "--scenarios", str(file), home=tmp_path)
    alone = permanence("replay", "--scenarios", str(file), home=tmp_path)

    assert said.returncode == alone.returncode == 1
    assert "La ligne 1 n’est pas un scénario" in said.stderr
    assert "--circulars" in alone.stderr
