"""Macros: whose they are, what they may say, and that they do all of it or nothing."""

import pytest

from tests.ticketing.conftest import AGENT, CORRECTOR, NOW, OTHER_AGENT, SUPERVISOR, out_tray
from ticketing import log, macros, tickets, variables
from ticketing.errors import MessageTooLong, RightMissing, TicketMoved
from ticketing.macros import Draft, Use
from ticketing.steering_errors import (
    MacroIncomplete,
    MacroMoved,
    MacroNotFound,
    VariablesLeft,
    VariablesUnknown,
)
from ticketing.tickets import Words
from ticketing.variables import Variable
from ticketing.vocabulary import Priority, Team, TicketState

ASKED = Draft(
    "Demandée au centre", reply="La page {{ page }} est demandée.", note="Vu.",
    then=TicketState.WAITING_CENTRE, takes=True,
)  # fmt: skip


@pytest.fixture
def make_macro(session):
    def make(draft=ASKED, caller=AGENT, shared=False, key="m-1"):
        return macros.create(session, draft, caller=caller, shared=shared, key=key, now=NOW)

    return make


def use_of(macro, ticket, **fields):
    usual = {
        "reply": "La page 3 est demandée.", "note": macro.note, "version": ticket.version,
        "macro_version": macro.version, "key": "use-1",
    }  # fmt: skip
    return Use(**(usual | fields))


def types_of(session, ticket):
    return [event.type.value for event in log.events_of(session, ticket)]


def test_a_macro_does_all_its_gestures_in_one_go(session, make_macro, make_ticket):
    macro, ticket = make_macro(), make_ticket()

    macros.apply(session, ticket, macro, use_of(macro, ticket), caller=AGENT, now=NOW)

    assert types_of(session, ticket)[-5:] == ["assigned", "moved", "noted", "replied", "moved"]
    assert (ticket.state, ticket.assignee_id) == (TicketState.WAITING_CENTRE, AGENT.id)
    assert [letter.body for letter in out_tray(session)] == ["La page 3 est demandée."]
    assert log.differences(session, ticket) == []


def test_a_macro_decides_of_the_priority_first_and_of_the_team_last(session, make_macro, make_ticket):
    asked = Draft("Au bureau", reply="C’est transmis.", team=Team.EXAM_OFFICE, priority=Priority.HIGH)
    macro, ticket = make_macro(asked), make_ticket()
    assert not macro.is_canned

    macros.apply(session, ticket, macro, use_of(macro, ticket), caller=AGENT, now=NOW)

    events = log.events_of(session, ticket)[-4:]
    assert [one.type.value for one in events] == ["prioritised", "replied", "moved", "handed_over"]
    assert (ticket.team, ticket.priority) == (Team.EXAM_OFFICE, Priority.HIGH)
    assert events[-1].payload["reason"] == "Macro « Au bureau »."
    assert log.differences(session, ticket) == []


def test_a_second_click_does_nothing_more(session, make_macro, make_ticket):
    macro, ticket = make_macro(), make_ticket()
    use = use_of(macro, ticket)
    first = macros.apply(session, ticket, macro, use, caller=AGENT, now=NOW)
    before = ticket.version

    again = macros.apply(session, ticket, macro, use, caller=AGENT, now=NOW)

    assert {one.id for one in again} == {one.id for one in first}
    assert ticket.version == before


def test_a_hole_in_the_reply_stops_everything(session, make_macro, make_ticket):
    macro, ticket = make_macro(), make_ticket()
    session.commit()
    before = types_of(session, ticket)
    use = use_of(macro, ticket, reply="La page {{ page }} est demandée.")

    with pytest.raises(VariablesLeft) as refused, session.begin_nested():
        macros.apply(session, ticket, macro, use, caller=AGENT, now=NOW)

    assert refused.value.names == ("page",)
    assert types_of(session, ticket) == before


def test_what_changed_since_it_was_shown_is_refused(session, make_macro, make_ticket):
    macro, ticket = make_macro(), make_ticket()
    use = use_of(macro, ticket)
    tickets.note(session, ticket, Words("Autre chose."), caller=OTHER_AGENT, now=NOW)

    with pytest.raises(TicketMoved):
        macros.apply(session, ticket, macro, use, caller=AGENT, now=NOW)

    macros.edit(session, macro, ASKED, caller=AGENT, version=1, now=NOW)
    with pytest.raises(MacroMoved):
        macros.apply(session, ticket, macro, use_of(macro, ticket, macro_version=1), caller=AGENT, now=NOW)


def test_a_reporter_uses_no_macro_on_her_own_ticket(session, make_macro, make_ticket):
    macro, ticket = make_macro(shared=True, caller=SUPERVISOR), make_ticket()

    with pytest.raises(RightMissing):
        macros.apply(session, ticket, macro, use_of(macro, ticket), caller=CORRECTOR, now=NOW)


def test_each_sees_her_own_and_the_shared_ones(session, make_macro):
    own = make_macro(key="own")
    shared = make_macro(key="shared", caller=SUPERVISOR, shared=True)

    assert {one.id for one in macros.offered(session, AGENT)} == {own.id, shared.id}
    assert macros.offered(session, OTHER_AGENT) == [shared]
    with pytest.raises(MacroNotFound):
        macros.get(session, own.id, OTHER_AGENT)
    with pytest.raises(MacroNotFound):
        macros.get(session, shared.id, CORRECTOR)


def test_shared_macros_are_a_supervisors(session, make_macro):
    shared = make_macro(caller=SUPERVISOR, shared=True)

    with pytest.raises(RightMissing):
        make_macro(key="other", shared=True)
    with pytest.raises(RightMissing):
        macros.edit(session, shared, ASKED, caller=AGENT, version=1, now=NOW)
    with pytest.raises(RightMissing):
        macros.remove(session, shared, caller=AGENT, version=1, now=NOW)
    with pytest.raises(RightMissing):
        make_macro(key="hers", caller=CORRECTOR)


def test_a_removed_macro_is_offered_no_more_until_it_is_put_back(session, make_macro, make_ticket):
    macro, ticket = make_macro(), make_ticket()
    macros.remove(session, macro, caller=AGENT, version=1, now=NOW)

    assert macros.offered(session, AGENT) == []
    with pytest.raises(MacroMoved):
        macros.apply(session, ticket, macro, use_of(macro, ticket), caller=AGENT, now=NOW)
    macros.restore(session, macro, caller=AGENT, now=NOW)
    assert macros.offered(session, AGENT) == [macro]


def test_an_older_form_does_not_overwrite_a_newer_macro(session, make_macro):
    macro = make_macro()
    macros.edit(session, macro, Draft("Autre", reply="Bonjour."), caller=AGENT, version=1, now=NOW)

    with pytest.raises(MacroMoved):
        macros.edit(session, macro, ASKED, caller=AGENT, version=1, now=NOW)
    assert (macro.name, macro.is_canned) == ("Autre", True)


@pytest.mark.parametrize(
    ("draft", "refusal"),
    [
        (Draft(" ", reply="Bonjour."), MacroIncomplete),
        (Draft("Rien"), MacroIncomplete),
        (Draft("À moi et à eux", takes=True, team=Team.EXAM_OFFICE), MacroIncomplete),
        (Draft("Attendre sans un mot", then=TicketState.WAITING_CENTRE), MacroIncomplete),
        (Draft("Clore d’office", then=TicketState.CLOSED, reply="Fini."), MacroIncomplete),
        (Draft("Trou", reply="Bonjour {{ prénom }}."), VariablesUnknown),
        (Draft("Roman", reply="a" * 10_001), MessageTooLong),
    ],
)
def test_a_macro_that_could_not_be_used_is_not_kept(session, make_macro, draft, refusal):
    with pytest.raises(refusal):
        make_macro(draft)


def test_a_variable_is_replaced_once_and_never_evaluated():
    values = {Variable.SUBJECT: "{{ lot }}", Variable.LOT: "17", Variable.CENTRE: " "}

    filled = variables.fill("{{objet}} {{ LOT }} {{ Centre }} {{ 7*7 }} {% x %}", values)

    assert filled.text == "{{ lot }} 17 {{ Centre }} {{ 7*7 }} {% x %}"
    assert filled.left == ("Centre", "7*7")
    assert variables.find("Échéance") is Variable.DEADLINE
