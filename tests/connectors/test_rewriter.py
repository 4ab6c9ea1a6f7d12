"""A rewriter that lies, drags or babbles changes nothing; one that introduces quotations is heard."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from assistant.answers import Act, Answer, Citation, Route, Sentence, Status
from assistant.rewriting import rewritten
from connectors.rewriter import OpenAIRewriter

LIMIT = "Les notes sont saisies au plus tard le 5 juin 2027 à 18 h."
EXCEPT = "Sauf pour les candidats absents, dont le code est AB."
ADDRESS = "Le portail est https://lotanet.exemple.fr."


def cited(text, rank):
    return Citation("note.pdf", "Note", "1. Saisie", 1, rank * 100, rank * 100 + len(text), text)


ANSWER = Answer(
    act=Act.ANSWER,
    route=Route.PROCEDURE,
    status=Status.ANSWERED,
    sentences=(
        Sentence("Voici la règle pour 2 lots."),
        Sentence(LIMIT, ((39, 51),), 0),
        Sentence(ADDRESS, (), 1),
    ),
    conditions=(Sentence(EXCEPT, (), 2),),
    citations=(cited(LIMIT, 0), cited(ADDRESS, 1), cited(EXCEPT, 2)),
)


@pytest.fixture
def server():
    """Speaks as it is told: `server.reply` is a content, raw bytes, or a function of the handler."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            self.server.received.append(self.rfile.read(int(self.headers["content-length"])).decode())
            reply = self.server.reply
            if callable(reply):
                reply(self)
            elif isinstance(reply, bytes):
                self.respond(reply)
            else:
                self.respond(json.dumps({"choices": [{"message": {"content": reply}}]}).encode())

        def respond(self, body, status=200, kind="application/json"):
            self.send_response(status)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            """Keep the output of the tests clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.received, server.reply = [], ""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def rewriter(server):
    made = OpenAIRewriter(f"http://127.0.0.1:{server.server_port}/v1", "essai", "clef", seconds=0.5)
    yield made
    made.close()


SENT = ["Voici la règle pour [[1]] lots.", "[[2]]", "[[3]]", "[[4]]"]
GOOD = "Pour vos [[1]] lots, voici la règle.\nLa note le dit ainsi : [[2]]\n[[3]]\nÀ lire aussi : [[4]]"


def test_no_figure_quotation_nor_link_leaves(server, rewriter):
    server.reply = "\n".join(SENT)

    rewritten(ANSWER, rewriter)

    (sent,) = server.received
    assert json.loads(sent)["messages"][1]["content"].split("\n") == SENT
    assert not any(word in sent for word in ("juin", "LOTANET", "exemple.fr", "AB.", "Sauf"))


def test_words_that_only_introduce_are_heard_and_quotations_stay_to_the_letter(server, rewriter):
    server.reply = GOOD

    made = rewritten(ANSWER, rewriter)

    assert [one.text for one in made.sentences] == [
        "Pour vos 2 lots, voici la règle.", "La note le dit ainsi :", LIMIT, ADDRESS,
    ]  # fmt: skip
    assert [one.text for one in made.conditions] == ["À lire aussi :", EXCEPT]
    assert made.sentences[2] == ANSWER.sentences[1]
    assert made.citations == ANSWER.citations


LIES = {
    "an invented number": GOOD.replace("ainsi", "ainsi le 6"),
    "a number in words": GOOD.replace("ainsi", "ainsi en trente secondes"),
    "an invented day": GOOD.replace("ainsi", "ainsi jeudi"),
    "an invented code": GOOD.replace("ainsi", "ainsi avec DEF"),
    "an invented link": GOOD.replace("ainsi", "ainsi sur www.exemple.fr"),
    "a moved token": "Pour vos [[2]] lots.\n[[1]]\n[[3]]\n[[4]]",
    "tokens exchanged": "Pour vos [[1]] lots.\n[[3]]\n[[2]]\n[[4]]",
    "a dropped exception": "Pour vos [[1]] lots.\n[[2]]\n[[3]]",
    "an exception emptied": "Pour vos [[1]] lots.\n[[2]]\n[[3]]\nBonne lecture.",
    "a token twice": GOOD.replace("[[4]]", "[[4]] [[4]]"),
    "an unknown token": GOOD.replace("[[4]]", "[[9]]"),
    "a denial": GOOD.replace("La note le dit ainsi", "Il est faux que"),
    "a negation": GOOD.replace("La note le dit ainsi", "Ne tenez pas compte de"),
    "an exception of its own": GOOD.replace("La note le dit ainsi", "Sauf à Lille"),
    "a duty of its own": GOOD.replace("La note le dit ainsi", "Vous devez appeler le centre"),
    "words after a quotation": GOOD.replace("[[2]]", "[[2]] selon le centre"),
    "a whole page": GOOD.replace("ainsi", "ainsi " + "bien " * 20),
    "a text without end": GOOD + "\n" + "encore\n" * 5000,
    "mark-up": GOOD.replace("ainsi", "<b>ainsi</b>"),
    "nothing": "",
    "itself a refusal": "Je ne peux pas vous aider.",
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_leaves_the_answer_as_it_was(server, rewriter, lie):
    server.reply = LIES[lie]

    assert rewritten(ANSWER, rewriter) == ANSWER


def slow(handler):
    time.sleep(1.2)


def trickling(handler):
    handler.send_response(200)
    handler.end_headers()
    for _ in range(12):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.1)


def endless(handler):
    handler.send_response(200)
    handler.end_headers()
    for _ in range(3000):
        handler.wfile.write(b"x" * 1000)


BABBLE = {
    "slow": slow,
    "trickling": trickling,
    "endless": endless,
    "HTML": lambda handler: handler.respond(b"<html><body>Bonjour</body></html>", kind="text/html"),
    "garbage": bytes(range(256)),
    "another JSON": b'{"error": {"message": "no such model"}}',
    "no choice": b'{"choices": []}',
    "no text": b'{"choices": [{"message": {"content": null}}]}',
    "an error": lambda handler: handler.respond(b"{}", status=500),
    "elsewhere": lambda handler: handler.respond(b"", status=302),
}


@pytest.mark.parametrize("babble", BABBLE)
def test_what_is_no_reply_in_time_leaves_the_answer_as_it_was(server, rewriter, babble):
    server.reply = BABBLE[babble]
    begun = time.monotonic()

    assert rewritten(ANSWER, rewriter) == ANSWER
    assert time.monotonic() - begun < 1.1


def test_nobody_at_the_address_and_an_abstention_are_left_alone(server, rewriter):
    server.reply = GOOD
    refusal = Answer(Act.ABSTAIN, Route.PROCEDURE, Status.NOT_IN_TEXTS, (Sentence("Aucun texte."),))
    gone = OpenAIRewriter("http://127.0.0.1:9/v1", "essai", seconds=0.5)

    assert rewritten(refusal, rewriter) == refusal
    assert rewritten(ANSWER, None) == ANSWER
    assert rewritten(ANSWER, gone) == ANSWER
    assert server.received == []
    gone.close()
