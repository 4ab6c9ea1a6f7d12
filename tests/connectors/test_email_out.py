"""A real server on this machine: taken, refused for good, refused for now, silent, gone in the middle."""

import socket
import threading
import time
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from connectors.email_out import Security, SmtpCarrier, SmtpServer
from ticketing.outbox import ChannelSilent, PermanentFailure, TemporaryFailure

READER = "correctrice-bts@example.org"


class Handler:
    """Says to each command what it is told to say, then 250."""

    def __init__(self):
        self.to_say = {"RCPT": [], "DATA": [], "MAIL": []}
        self.taken = []

    def _say(self, command):
        return self.to_say[command].pop(0) if self.to_say[command] else None

    async def handle_MAIL(self, server, session, envelope, address, options):
        if said := self._say("MAIL"):
            return said
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if said := self._say("RCPT"):
            return said
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if said := self._say("DATA"):
            return said
        self.taken.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return "250 OK"


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.fixture
def handler():
    return Handler()


@pytest.fixture
def port(handler):
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield controller.port
    controller.stop()


def carrier_to(port, **how):
    settings = {"security": Security.NONE, "seconds": 5.0} | how
    return SmtpCarrier(SmtpServer("127.0.0.1", port, **settings), "retours@example.org")


def a_message():
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "permanence@example.org", READER, "Réponse à lire"
    message["Message-ID"] = "<m1@example.org>"
    message.set_content("Une réponse vous attend.")
    return message


def test_a_message_is_taken_with_the_envelope_that_receives_what_comes_back(handler, port):
    carrier_to(port).carry(a_message(), READER)

    ((sender, recipients, content),) = handler.taken
    assert (sender, recipients) == ("retours@example.org", [READER])
    assert b"<m1@example.org>" in content


def test_refused_for_now_then_taken(handler, port):
    handler.to_say["DATA"] = ["451 4.7.1 come back later"]
    carrier = carrier_to(port)

    with pytest.raises(TemporaryFailure, match="451") as told:
        carrier.carry(a_message(), READER)
    carrier.carry(a_message(), READER)

    assert not isinstance(told.value, ChannelSilent)
    assert len(handler.taken) == 1


@pytest.mark.parametrize("command", ["RCPT", "DATA"])
def test_a_reader_or_a_letter_refused_for_good_is_never_tried_again(handler, port, command):
    handler.to_say[command] = ["550 5.1.1 unknown"]

    with pytest.raises(PermanentFailure, match="550"):
        carrier_to(port).carry(a_message(), READER)


def test_a_full_mailbox_is_tried_again(handler, port):
    handler.to_say["RCPT"] = ["452 4.2.2 mailbox full"]

    with pytest.raises(TemporaryFailure, match="452"):
        carrier_to(port).carry(a_message(), READER)


def test_a_refused_sender_is_no_letters_fault(handler, port):
    handler.to_say["MAIL"] = ["550 5.7.1 who are you"]

    with pytest.raises(ChannelSilent, match="550"):
        carrier_to(port).carry(a_message(), READER)


def test_nobody_there_is_a_failure_that_may_pass():
    with pytest.raises(ChannelSilent):
        carrier_to(free_port()).carry(a_message(), READER)


@pytest.mark.parametrize("greeting", [b"", b"220 hello\r\n"])
def test_a_server_that_hangs_is_left_in_time(greeting):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        began = time.monotonic()
        taken = []
        threading.Thread(target=lambda: taken.append(greet(listener, greeting)), daemon=True).start()

        with pytest.raises(ChannelSilent, match="in time"):
            carrier_to(listener.getsockname()[1], seconds=0.4).carry(a_message(), READER)

        assert time.monotonic() - began < 3
        for connection in taken:
            connection.close()


def greet(listener, greeting):
    connection, _ = listener.accept()
    connection.sendall(greeting)
    return connection


def test_a_server_killed_in_the_middle_of_the_letter_may_take_it_later():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=die_during_data, args=(listener,), daemon=True).start()

        with pytest.raises(ChannelSilent):
            carrier_to(listener.getsockname()[1]).carry(a_message(), READER)


def die_during_data(listener):
    connection, _ = listener.accept()
    with connection, connection.makefile("rwb") as wire:
        wire.write(b"220 here\r\n")
        wire.flush()
        for line in wire:
            if line.upper().startswith(b"DATA"):
                wire.write(b"354 go on\r\n")
                wire.flush()
                wire.readline()
                return
            wire.write(b"250 OK\r\n")
            wire.flush()


def test_a_server_that_does_not_encrypt_gets_neither_the_letter_nor_the_password(handler, port):
    carrier = carrier_to(port, security=Security.STARTTLS, user="permanence", password="secret")

    with pytest.raises(ChannelSilent, match="STARTTLS"):
        carrier.carry(a_message(), READER)

    assert handler.taken == []


def test_a_wrong_password_kills_no_letter(handler):
    def refuse(server, session, envelope, mechanism, data):
        return AuthResult(success=False, handled=False)

    controller = Controller(
        handler, hostname="127.0.0.1", port=free_port(), authenticator=refuse, auth_require_tls=False
    )  # fmt: skip
    controller.start()
    try:
        with pytest.raises(ChannelSilent, match="535"):
            carrier_to(controller.port, user="permanence", password="faux").carry(a_message(), READER)
    finally:
        controller.stop()
    assert handler.taken == []


@pytest.mark.parametrize("address", ["deux\n@example.org", "a b@example.org", "x\r\nDATA"])
def test_what_is_no_address_is_given_up_before_the_network(port, handler, address):
    with pytest.raises(PermanentFailure):
        carrier_to(port).carry(a_message(), address)

    assert handler.taken == []
