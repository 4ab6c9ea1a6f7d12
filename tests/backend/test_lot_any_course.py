"""Whatever is tried on a lot, in whatever order, by whomever: some things never happen."""

from datetime import timedelta

from hypothesis import HealthCheck, Phase, settings, strategies
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlmodel import Session, col, delete, select

from backend.demo.seed import copy_id
from backend.errors import BackendError
from backend.marking import closing, distribution, hiding, lifecycle, marks, missing, setting_aside
from backend.marking.distribution import Wanted
from backend.marking.lifecycle import Move
from backend.marking.marks import Entry
from backend.marking.models import CopySchool, MarkSheet, SetAsideReason
from backend.models import Assignment, Copy, LotState, Mission
from backend.permissions import get_viewer
from tests.backend.conftest import NOW

COPIES = [copy_id(41, number) for number in (801, 802, 803)]
FIT, OTHER_FIT, OWN_SCHOOL = "correctrice-bts", "correcteur-philo", "correcteur-bts-2"
NO_MISSION = "correctrice-maths"
CLOSED = (LotState.FINISHED, LotState.LOCKED, LotState.HARMONISED)
PEOPLE = (FIT, OTHER_FIT, OWN_SCHOOL, NO_MISSION, "dec", "agent-a")
MOVES = (Move.FINISH, Move.REOPEN, Move.LOCK, Move.HARMONISE)
people, copies = strategies.sampled_from(PEOPLE), strategies.sampled_from(range(3))


class AnyCourse(RuleBasedStateMachine):
    def __init__(self, engine):
        super().__init__()
        self.session, self.now, self.is_over = Session(engine), NOW, False
        # Whoever teaches the third candidate never holds the lot; a second corrector may.
        self.session.exec(delete(CopySchool).where(col(CopySchool.copy_id).in_(COPIES)))
        self.session.add(CopySchool(copy_id=COPIES[2], school_id="ROM13"))
        of = {"session_id": "2027", "paper_id": "bts-cge", "centre_id": "GAR13", "starts_at": NOW}
        self.session.add(Mission(person_id=OTHER_FIT, kind="correction", **of))
        wanted = Wanted("2027", "bts-cge", "GAR13", COPIES)
        self.lot = distribution.build(self.session, self.viewer("dec"), wanted, now=NOW)
        self.kept = self.entries()

    @initialize(is_given=strategies.sampled_from([True, True, False]))
    def begin(self, is_given):
        if is_given:
            self.assign(FIT, 0)

    def teardown(self):
        self.session.rollback()
        self.session.close()

    def viewer(self, person):
        return get_viewer(self.session, person)

    def copy(self, rank):
        return self.session.get_one(Copy, COPIES[rank])

    def entries(self):
        return [marks.kept(self.session, self.copy(rank)) for rank in range(3)]

    def tried(self, act, *arguments, **given):
        """The refusal, or None: a refusal must leave nothing behind."""
        try:
            with self.session.begin_nested():
                act(self.session, *arguments, **given)
        except BackendError as error:
            return error
        return None

    def state(self):
        return lifecycle.state_on(self.lot, self.now)

    @rule(person=people, later=strategies.sampled_from([0, 0, 24]))
    def assign(self, person, later):
        opens_at, before = self.now + timedelta(hours=later), self.state()
        refusal = self.tried(
            distribution.assign, self.viewer("dec"), self.lot, person, opens_at=opens_at, now=self.now
        )
        if person not in (FIT, OTHER_FIT) or before in CLOSED:
            assert refusal is not None

    @rule(hours=strategies.sampled_from([1, 30, 60]))
    def wait(self, hours):
        self.now += timedelta(hours=hours)

    @rule(person=people, rank=copies, how=strategies.sampled_from(["all", "part", "code", "none"]))
    def mark(self, person, rank, how):
        copy, before = self.copy(rank), self.entries()
        leaves = marks.scheme_of(self.session, copy).marked()
        points = {"all": list(leaves), "part": list(leaves)[:1]}.get(how, [])
        entry = Entry(dict.fromkeys(points, 3), "AB" if how == "code" else None, "Lu." if points else "")
        refusal = self.tried(
            marks.save, self.viewer(person), copy, entry, version=before[rank].version, now=self.now
        )
        may = self.state() in lifecycle.WRITABLE and self.holders() == [person]
        assert (refusal is None) is may
        self.kept = self.entries()
        assert may or self.kept == before

    @rule(person=people, rank=copies, aside=strategies.booleans())
    def set_aside(self, person, rank, aside):
        act, given = (
            (setting_aside.set_aside, {"reason": SetAsideReason.OTHER})
            if aside
            else (setting_aside.resume, {})
        )
        refusal = self.tried(act, self.viewer(person), self.copy(rank), now=self.now, **given)
        assert (refusal is None) is (self.state() in lifecycle.WRITABLE and self.holders() == [person])

    @rule(
        person=people,
        wished=strategies.sampled_from([Move.FINISH, Move.FINISH, Move.REOPEN, Move.LOCK, Move.HARMONISE]),
    )
    def move(self, person, wished):
        self.tried(closing.move, self.viewer(person), self.lot, wished, now=self.now)

    @rule(steps=strategies.integers(0, 3))
    def go_on(self, steps):
        """What everybody does when nothing goes wrong; or no course would come to its end."""
        for holder in self.holders():
            for rank in range(3):
                self.mark(holder, rank, "all")
                self.set_aside(holder, rank, False)
        for wished in (Move.FINISH, Move.LOCK, Move.HARMONISE)[:steps]:
            for person in (*self.holders(), "dec"):
                self.move(person, wished)

    @rule(rank=copies)
    def hide(self, rank):
        if rank == 1:
            hiding.hide(self.session, self.copy(rank), reason="nom visible", now=self.now)

    def holders(self):
        query = select(Assignment.person_id).where(
            Assignment.lot_id == self.lot.id, col(Assignment.is_current)
        )
        return list(self.session.exec(query).all())

    @invariant()
    def it_has_one_corrector_who_may_hold_it_or_waits_for_one(self):
        assert set(self.holders()) <= {FIT, OTHER_FIT}
        assert len(self.holders()) == (0 if self.state() is LotState.BUILT else 1)

    @invariant()
    def what_is_kept_changes_only_when_somebody_marks(self):
        assert self.entries() == self.kept

    @invariant()
    def a_closed_lot_misses_nothing(self):
        left = missing.of_lot(self.session, self.lot)
        if self.state() in CLOSED:
            assert missing.keeps_from_finishing(left) == []
        if self.state() in (LotState.LOCKED, LotState.HARMONISED):
            assert left == []

    @invariant()
    def the_sheet_is_locked_with_the_lot(self):
        is_locked = self.session.get_one(MarkSheet, self.lot.id).is_locked
        assert is_locked is (self.state() in (LotState.LOCKED, LotState.HARMONISED))

    @invariant()
    def harmonised_is_the_end(self):
        assert not self.is_over or self.state() is LotState.HARMONISED
        self.is_over = self.state() is LotState.HARMONISED


def test_no_course_of_a_lot_breaks_its_rules(engine):
    run_state_machine_as_test(
        lambda: AnyCourse(engine),
        settings=settings(
            max_examples=20,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.explicit, Phase.reuse, Phase.generate),  # to shrink takes minutes
        ),
    )
