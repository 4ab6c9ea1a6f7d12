"""Each defect and each trouble has its route, tested one by one."""

import pytest

from assistant.scan_replies import SELF_SERVICE
from tests.ticketing.conftest import make_draft
from ticketing import routing, summaries
from ticketing.vocabulary import Defect, Kind, Priority, Remedy, Team, Trouble

HELP, OFFICE = Team.HELP_DESK, Team.EXAM_OFFICE


@pytest.mark.parametrize(
    ("defect", "route"),
    [
        ("nom_visible", (OFFICE, Priority.TOP)), ("autre_copie", (OFFICE, Priority.HIGH)),
        ("page_manquante", (HELP, Priority.HIGH)), ("illisible", (HELP, Priority.HIGH)),
        ("page_noire", (HELP, Priority.HIGH)), ("page_blanche", (HELP, Priority.HIGH)),
        ("page_coupee", (HELP, Priority.HIGH)), ("superposition", (HELP, Priority.HIGH)),
        ("flou", (HELP, Priority.NORMAL)), ("trop_clair", (HELP, Priority.NORMAL)),
        ("taches", (HELP, Priority.NORMAL)), ("affichage", (HELP, Priority.NORMAL)),
        ("doublon", (HELP, Priority.LOW)), ("pages_desordre", (HELP, Priority.LOW)),
        ("orientation", (HELP, Priority.LOW)),
    ],
)  # fmt: skip
def test_each_defect_has_its_route(defect, route):
    assert routing.route(make_draft(defect=Defect(defect))) == route


def test_no_defect_is_more_urgent_than_a_visible_name():
    top = [defect for defect, (_, priority) in routing.BY_DEFECT.items() if priority is Priority.TOP]

    assert top == [Defect.NAME_VISIBLE]


def test_each_defect_has_its_remedy_and_those_of_the_corrector_are_told_to_her():
    own = {defect for defect, remedy in routing.REMEDIES.items() if remedy is Remedy.SELF_SERVICE}

    assert set(routing.REMEDIES) == set(Defect)
    assert {Defect(word) for word in SELF_SERVICE} == own == {Defect.OUT_OF_ORDER, Defect.ROTATED}
    assert not routing.asks_rescan(Defect.NAME_VISIBLE)
    assert not routing.asks_rescan(Defect.OTHER_COPY)


@pytest.mark.parametrize("trouble", Trouble)
def test_each_trouble_has_its_route_and_its_words(trouble):
    draft = make_draft(kind=Kind.CONNECTIVITY, defect=None, trouble=trouble)

    assert routing.route(draft) == routing.BY_TROUBLE[trouble]
    assert summaries.subject(draft) == summaries.TROUBLES[trouble]


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_has_its_route(kind):
    assert routing.route(make_draft(kind=kind, defect=None)) == routing.BY_KIND[kind]


@pytest.mark.parametrize("defect", Defect)
def test_each_defect_has_its_words(defect):
    assert summaries.subject(make_draft(defect=defect)).endswith("lot 17")
