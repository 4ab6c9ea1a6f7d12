"""Views kept under a name: one's own, shared, copied, deleted and taken back."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.ticketing.conftest import AGENT, NOW, OTHER_AGENT, SUPERVISOR
from ticketing import saved_views
from ticketing.errors import RightMissing, SavedViewNotFound, SavedViewUnnamed, TooManySavedViews
from ticketing.filters import Filters
from ticketing.selections import Selection
from ticketing.views import View
from ticketing.vocabulary import Defect

CUT = Selection(View.OPEN, Filters(defect=(Defect.CUT,), academy="Lyon"))


@pytest.fixture
def keep(session):
    def keep_it(name="Coupées", caller=AGENT, selection=CUT, key=None):
        return saved_views.save(session, name, selection, caller=caller, key=key or uuid4().hex, now=NOW)

    return keep_it


def names(session, caller):
    return [one.name for one in saved_views.listed(session, caller)]


def test_a_view_is_found_again_as_it_was_kept(session, keep):
    kept = keep("  Coupées   à Lyon ")

    assert names(session, AGENT) == ["Coupées à Lyon"]
    assert saved_views.selection_of(kept) == CUT
    assert names(session, OTHER_AGENT) == []


def test_a_second_click_keeps_nothing_more(session, keep):
    assert keep(key="k") is keep(key="k")
    assert len(names(session, AGENT)) == 1


def test_a_view_needs_a_name_and_there_are_not_too_many(session, keep):
    with pytest.raises(SavedViewUnnamed):
        keep(" \t ")
    for number in range(saved_views.AT_MOST):
        keep(f"Vue {number}")
    with pytest.raises(TooManySavedViews):
        keep()
    keep(caller=OTHER_AGENT)


def test_another_s_view_does_not_exist(session, keep):
    kept = keep()

    with pytest.raises(SavedViewNotFound):
        saved_views.get(session, kept.id, OTHER_AGENT)
    for act in (saved_views.rename, saved_views.change):
        with pytest.raises(SavedViewNotFound):
            act(session, kept, "x" if act is saved_views.rename else CUT, caller=OTHER_AGENT)
    with pytest.raises(SavedViewNotFound):
        saved_views.remove(session, kept, caller=OTHER_AGENT, now=NOW)


def test_a_supervisor_shares_and_an_agent_copies(session, keep):
    kept = keep(caller=SUPERVISOR)
    with pytest.raises(RightMissing):
        saved_views.publish(session, keep("À moi"), caller=AGENT, now=NOW)
    saved_views.publish(session, kept, caller=SUPERVISOR, now=NOW)
    assert names(session, OTHER_AGENT) == ["Coupées"]
    with pytest.raises(RightMissing):
        saved_views.rename(session, kept, "Autre", caller=OTHER_AGENT)

    mine = saved_views.copy(session, kept, caller=OTHER_AGENT, key="c", now=NOW)
    saved_views.rename(session, mine, "Les miennes", caller=OTHER_AGENT)
    saved_views.remove(session, kept, caller=SUPERVISOR, now=NOW)

    assert names(session, OTHER_AGENT) == ["Les miennes"]


def test_a_deletion_is_taken_back_the_same_day(session, keep):
    kept = keep()
    saved_views.remove(session, kept, caller=AGENT, now=NOW)
    assert names(session, AGENT) == []
    with pytest.raises(SavedViewNotFound):
        saved_views.restore(session, kept.id, caller=OTHER_AGENT, now=NOW)
    with pytest.raises(SavedViewNotFound):
        saved_views.restore(session, kept.id, caller=AGENT, now=NOW + saved_views.TAKEN_BACK)

    saved_views.restore(session, kept.id, caller=AGENT, now=NOW + timedelta(hours=23))

    assert names(session, AGENT) == ["Coupées"]


def test_what_was_deleted_yesterday_is_forgotten(session, keep):
    kept = keep()
    saved_views.remove(session, kept, caller=AGENT, now=NOW - saved_views.TAKEN_BACK)
    keep("Une autre")

    with pytest.raises(SavedViewNotFound):
        saved_views.restore(session, kept.id, caller=AGENT, now=NOW - timedelta(hours=1))


def test_a_value_that_no_longer_exists_is_left_out(session, keep):
    kept = keep()
    kept.pairs = [["view", "open"], ["defect", "disparu"], ["defect", "page_coupee"], ["ghost", "1"]]

    assert saved_views.selection_of(kept).view is View.OPEN
