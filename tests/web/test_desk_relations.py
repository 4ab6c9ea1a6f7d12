"""Two tickets brought together at the desk, and parted, as an agent and as each reporter sees it."""

import re

import pytest

from tests.web.desk_fixtures import read
from ticketing.models import Event, OutgoingMessage

FIRST, SECOND = "P-2026-000001", "P-2026-000002"


@pytest.fixture
def pair(open_report):
    """One page that two correctors reported."""
    assert open_report() == FIRST
    assert open_report("correcteur-philo", text="Ma copie aussi.") == SECOND


def send(browser, address, page, **fields):
    form = re.search(rf'<form[^>]*action="{address}[^"]*".*?</form>', page.text, re.DOTALL)
    hidden = dict(re.findall(r'name="(version|key|csrf)" value="([^"]+)"', form.group()))
    return browser.post(address, data=hidden | fields, follow_redirects=True)


def merge(browser, source=SECOND, other=FIRST):
    return send(browser, f"/desk/{source}/merge", browser.get(f"/desk/{source}"), other=other)


def test_a_merge_leads_to_what_carries_on_and_is_undone_from_there(agent, pair, stored):
    page = merge(agent)

    assert page.url.path == f"/desk/{FIRST}"
    assert "Une demande est fusionnée ici." in read(page)
    assert "fusionne ici la demande P-2026-000002" in read(page)
    assert f'Fusionnée dans <a href="/desk/{FIRST}' in read(agent.get(f"/desk/{SECOND}"))

    parted = send(agent, f"/desk/{SECOND}/unmerge", page)

    assert parted.url.path == f"/desk/{SECOND}"
    assert "de nouveau à part" in read(parted)
    assert 'id="reply"' in parted.text
    assert stored(OutgoingMessage) == []


def test_each_reporter_reads_the_reply_under_her_own_reference_and_nothing_of_the_other(
    agent, pair, desk_says, sign_in_as
):
    merge(agent)
    desk_says(FIRST, "C’est demandé au centre.")

    other = sign_in_as("correcteur-philo")
    hers = read(other.get("/my-reports"))
    assert "C’est demandé au centre." in hers
    assert SECOND in hers
    assert FIRST not in hers
    assert "à partir du milieu" not in hers
    assert "Votre réponse est attendue" in hers

    send(other, f"/my-reports/{SECOND}/replies", other.get("/my-reports"), body="Toujours rien.")
    page = read(sign_in_as("agent-a").get(f"/desk/{FIRST}"))
    assert f"a écrit, autre demandeur, sur {SECOND}" in page
    assert "Toujours rien." in page
    assert "Toujours rien." not in read(sign_in_as("correctrice-bts").get("/my-reports"))


def test_a_merged_report_is_over_for_its_reporter_when_what_carries_it_is(agent, pair, desk_says, sign_in_as):
    merge(agent)
    desk_says(FIRST, "C’est refait.", then="resolved")

    other = sign_in_as("correcteur-philo")
    assert (
        "Aucun signalement" in read(other.get("/my-reports")) or SECOND not in other.get("/my-reports").text
    )
    over = read(other.get("/my-reports?tab=done"))
    assert "Réglé" in over
    assert "écrivez-le." in over
    assert "Tout est en ordre" not in over


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ("P-2026-000099", "Aucune demande que vous voyez"),
        ("n’importe quoi", "Aucune demande que vous voyez"),
        ("", "Aucune demande que vous voyez"),
        (SECOND, "Ces deux demandes n’en font déjà qu’une."),
    ],
)
def test_a_merge_that_cannot_be_says_why_and_changes_nothing(agent, pair, stored, other, said):
    before = len(stored(Event))

    page = merge(agent, other=other)

    assert page.url.path == f"/desk/{SECOND}"
    assert said in read(page)
    assert len(stored(Event)) == before


def test_a_merge_asked_from_an_older_page_is_refused(agent, pair, desk_says, stored):
    page = agent.get(f"/desk/{SECOND}")
    desk_says(SECOND)
    before = len(stored(Event))

    refused = send(agent, f"/desk/{SECOND}/merge", page, other=FIRST)

    assert "a changé entre-temps" in read(refused)
    assert len(stored(Event)) == before


def test_a_reporter_may_not_merge(pair, sign_in_as):
    browser = sign_in_as("correctrice-bts")
    token = re.search(r'name="csrf" value="([^"]+)"', browser.get("/my-reports").text)[1]

    refused = browser.post(f"/desk/{FIRST}/merge", data={"csrf": token, "version": 1, "other": SECOND})

    assert refused.status_code == 403


def test_tickets_are_tied_untied_split_and_decided_on_by_hand(agent, pair, sign_in_as, stored):
    reporter = sign_in_as("correcteur-philo")
    send(reporter, f"/my-reports/{SECOND}/replies", reporter.get("/my-reports"), body="Et ma convocation ?")
    agent = sign_in_as("agent-a")
    at = f"/desk/{SECOND}"

    tied = send(agent, f"{at}/ties", agent.get(at), kind="child_of", other=FIRST)
    assert f'Même cause que <a href="/desk/{FIRST}' in read(tied)
    assert "Répondre aussi aux 1 demande de même cause" in read(agent.get(f"/desk/{FIRST}"))
    assert "C’est déjà dit" in read(send(agent, f"{at}/ties", agent.get(at), kind="child_of", other=FIRST))
    untied = agent.post(f"{at}/ties/end", data={"kind": "child_of", "other": FIRST}, follow_redirects=True)
    assert "ne sont plus liées" in read(untied)

    (message,) = re.findall(r'<option value="([0-9a-f-]{36})">Et ma convocation', agent.get(at).text)
    made = agent.post(f"{at}/split", data={"message": message}, follow_redirects=True)
    assert made.url.path == "/desk/P-2026-000003"
    assert f'Tirée de <a href="/desk/{SECOND}' in read(made)

    def change(**fields):
        return read(agent.post(f"{at}/handling", data=fields, follow_redirects=True))

    assert "Rien n’est changé" in change(priority="1", reason=" ")
    assert "priorité immédiate\u00a0: Échéance demain" in change(priority="1", reason="Échéance demain")
    assert "Retirer « scanner »" in change(tag="Scanner")
    assert "retire l’étiquette" in change(untag="scanner")
    assert "Bureau des examens. Anonymat" in change(team="exam_office", reason="Anonymat")
    assert agent.post(f"{at}/handling", data={"priority": "9"}).status_code == 422


def test_a_ticket_given_to_a_team_that_one_is_not_of_leads_back_to_the_list(agent, pair):
    answer = agent.post(f"/desk/{SECOND}/handling", data={"team": "alert_cell", "reason": "Menace"})

    assert answer.headers["location"].startswith("/desk?")
    assert agent.get(f"/desk/{SECOND}").status_code == 404
