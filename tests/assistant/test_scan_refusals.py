"""What a report is refused for: each reason has its own answer."""

from assistant.answers import Act
from assistant.dialogue import Message
from assistant.personal import RecordsUnavailable
from tests.assistant.conftest import CORRECTOR, NOW, OTHER_CORRECTOR, text_of
from tests.fakes import make_copy, make_lot

SENTENCE = "La copie 0423 du lot 17 est illisible page 3"


def test_a_lot_that_is_not_hers_has_its_own_answer_and_the_rest_is_kept(talk):
    answer = talk.say("Copie 0423 du lot 18, page 1 floue")
    recap = talk.say("pardon, je voulais dire le lot 17")

    assert answer.act is Act.LOT_NOT_ASSIGNED
    assert "18" in text_of(answer)
    assert recap.act is Act.CONFIRM_REQUEST
    assert (talk.draft.lot, talk.draft.copies, talk.draft.pages) == ("17", ("0423",), ("1",))


def test_a_lot_that_exists_and_one_that_does_not_are_refused_in_the_same_words(make_talk):
    foreign = text_of(make_talk().say("Copie 0900 du lot 18, page 1 floue"))
    unknown = text_of(make_talk().say("Copie 0900 du lot 77, page 1 floue"))

    assert foreign.replace("18", "N") == unknown.replace("77", "N")


def test_an_unknown_copy_has_its_own_answer(talk):
    answer = talk.say("Copie 0999 du lot 17, page 1 floue")
    recap = talk.say("423")

    assert answer.act is Act.ASK_SLOT
    assert "0999 ne se trouve pas dans le lot 17" in text_of(answer)
    assert recap.act is Act.CONFIRM_REQUEST


def test_a_page_beyond_the_last_has_its_own_answer(talk):
    answer = talk.say("Copie 0423 du lot 17, page 9 floue")
    recap = talk.say("4")

    assert answer.act is Act.ASK_SLOT
    assert "a 4 pages" in text_of(answer)
    assert recap.act is Act.CONFIRM_REQUEST


def test_a_page_that_was_never_scanned_may_have_a_number_beyond_the_last(talk):
    answer = talk.say("Copie 0423 du lot 17 : il manque la page 5")

    assert answer.act is Act.CONFIRM_REQUEST


def test_the_last_page_is_counted_by_the_backend(talk):
    talk.say("Copie 0423 du lot 17, dernière page coupée")

    assert talk.draft.pages == ("4",)


def test_a_second_report_of_the_same_page_is_told_with_its_reference_and_state(talk):
    talk.say(SENTENCE)
    first = talk.say("oui")

    again = talk.say("copie 0423 lot 17 page 3 toute noire")

    assert again.act is Act.DUPLICATE_NOTICE
    assert first.ticket_reference in text_of(again)
    assert "déjà signalée" in text_of(again)
    assert "ouvert" in text_of(again)
    assert len(talk.tickets()) == 1
    assert talk.draft is None


def test_another_page_of_the_same_copy_is_another_report(talk):
    talk.say(SENTENCE)
    talk.say("oui")

    assert talk.say("copie 0423 lot 17 page 4 noire").act is Act.CONFIRM_REQUEST


def test_of_several_pages_those_already_reported_are_left_out(talk):
    talk.say(SENTENCE)
    talk.say("oui")

    answer = talk.say("copie 0423 lot 17 pages 2 et 3 floues")

    assert "La page 3 est déjà signalée" in text_of(answer)
    assert talk.draft.pages == ("2",)


def test_a_colleague_s_report_is_told_without_its_reference(engine, make_talk, records):
    # A lot that changed hands: both may have reported the same page.
    first = make_talk()
    first.say(SENTENCE)
    reference = first.say("oui").ticket_reference
    records.holders["lot-17"] = OTHER_CORRECTOR.id

    answer = make_talk(OTHER_CORRECTOR).say(SENTENCE)

    assert answer.act is Act.DUPLICATE_NOTICE
    assert reference not in text_of(answer)
    assert answer.ticket_reference is None


def test_two_devices_confirming_the_same_page_make_one_ticket(make_talk):
    phone, desk = make_talk(), make_talk()
    phone.say(SENTENCE)
    desk.say(SENTENCE)

    said = [phone.say("oui").act, desk.say("oui").act]

    assert said == [Act.TICKET_CREATED, Act.DUPLICATE_NOTICE]
    assert len(phone.tickets()) == 1


def test_two_yeses_decided_at_the_same_moment_make_one_ticket(make_talk):
    phone, desk = make_talk(), make_talk()
    phone.say(SENTENCE)
    desk.say(SENTENCE)
    yes = Message("oui", "yes")
    decided = [
        (each, read := each.snapshot(), each.house.decide(read, yes, CORRECTOR, NOW))
        for each in (phone, desk)
    ]

    said = [each.settle(read, yes, decision) for each, read, decision in decided]

    assert [answer.act for answer in said] == [Act.TICKET_CREATED, Act.DUPLICATE_NOTICE]
    assert len(phone.tickets()) == 1


def test_a_double_click_on_yes_makes_one_ticket(talk):
    talk.say(SENTENCE)

    first = talk.say("oui", key="yes")
    second = talk.say("oui", key="yes")

    assert first == second
    assert len(talk.tickets()) == 1


def test_a_silent_backend_is_said_and_the_draft_is_kept(talk, records):
    records.failure = RecordsUnavailable()
    answer = talk.say(SENTENCE)
    records.failure = None
    recap = talk.say("réessayer")

    assert "ne répond pas" in text_of(answer)
    assert "gardée" in text_of(answer)
    assert "Je veux parler à quelqu’un" in [action.say for action in answer.actions]
    assert recap.act is Act.CONFIRM_REQUEST
    assert talk.tickets() == []


def test_a_backend_that_falls_silent_at_the_yes_opens_nothing_and_keeps_the_key(talk, records):
    talk.say(SENTENCE)
    key = talk.draft.key
    records.failure = RecordsUnavailable()
    answer = talk.say("oui")
    records.failure = None
    talk.say("réessayer")
    kept = talk.draft.key

    done = talk.say("oui")

    assert "ne répond pas" in text_of(answer)
    assert kept == key
    assert done.act is Act.TICKET_CREATED
    assert len(talk.tickets()) == 1


def test_a_lot_withdrawn_between_recap_and_yes_opens_nothing(talk, records):
    talk.say(SENTENCE)
    records.holders["lot-17"] = OTHER_CORRECTOR.id

    answer = talk.say("oui")

    assert answer.act is Act.LOT_NOT_ASSIGNED
    assert talk.tickets() == []


def test_ids_never_come_from_the_text(talk, records):
    records.copies.append(make_copy(make_lot("9"), "0423"))

    answer = talk.say("La copie 0423 du lot 9 est floue page 3")

    assert answer.act is Act.LOT_NOT_ASSIGNED
