"""The demonstration session, in rows: invented centres, lots and missions, roles instead of names."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from backend.demo.sheet import Defect
from backend.models import LotState, Role

AIX, TOULOUSE, LILLE = "aix-marseille", "toulouse", "lille"
ACADEMIES = {AIX: "Aix-Marseille", TOULOUSE: "Toulouse", LILLE: "Lille"}

CENTRES = (
    ("CAL13", "Lycée des Calanques", "Marseille", AIX),
    ("GAR13", "Lycée de la Garrigue", "Aubagne", AIX),
    ("VIO31", "Lycée des Violettes", "Toulouse", TOULOUSE),
    ("BRI31", "Lycée de la Brique rouge", "Colomiers", TOULOUSE),
    ("BEF59", "Collège du Beffroi", "Lille", LILLE),
)

SESSIONS = (("2027", "Session 2027", True), ("2026", "Session 2026", False))
EXAMS = {"bts": "BTS", "bac": "Baccalauréat général", "ece-stl": "ECE STL", "dnb": "DNB"}
CGE, PHILO, ECE, MATHS = "bts-cge", "bac-philosophie", "ece-stl-pratique", "dnb-mathematiques"
PAPERS = (
    (CGE, "bts", "Culture générale et expression", True),
    (PHILO, "bac", "Philosophie", True),
    (ECE, "ece-stl", "Évaluation des compétences expérimentales", False),
    (MATHS, "dnb", "Mathématiques", True),
)

PEOPLE: tuple[tuple[str, str, Role, str | None, str | None], ...] = (
    ("correctrice-bts", "Correctrice, BTS culture générale", Role.CORRECTOR, AIX, None),
    ("correcteur-bts-2", "Correcteur, BTS culture générale", Role.CORRECTOR, AIX, None),
    ("correcteur-philo", "Correcteur, philosophie", Role.CORRECTOR, TOULOUSE, None),
    ("correctrice-maths", "Correctrice, DNB mathématiques", Role.CORRECTOR, LILLE, None),
    ("interrogatrice-stl", "Interrogatrice, ECE STL", Role.CORRECTOR, TOULOUSE, None),
    ("interrogateur-stl-2", "Interrogateur, ECE STL", Role.CORRECTOR, TOULOUSE, None),
    ("chef-centre", "Chef de centre, lycée des Calanques", Role.CENTRE_HEAD, AIX, "CAL13"),
    ("numerisation", "Chargé de numérisation, lycée des Calanques", Role.SCAN_OPERATOR, AIX, "CAL13"),
    ("agent-a", "Agente d’assistance", Role.AGENT, None, None),
    ("agent-b", "Agent d’assistance", Role.AGENT, None, None),
    ("superviseure", "Superviseure de l’assistance", Role.SUPERVISOR, None, None),
    ("documentaliste", "Documentaliste des textes", Role.CURATOR, None, None),
    ("deleguee", "Déléguée syndicale", Role.DELEGATE, AIX, None),
    ("dec", "Gestionnaire, bureau des examens", Role.EXAM_OFFICE, AIX, None),
)


def paris(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo("Europe/Paris"))


# As the sample circulars say; the first wave of lots of a paper may have a date of its own.
DEADLINES = {CGE: paris(2027, 6, 9, 18), PHILO: paris(2027, 6, 25, 20), MATHS: paris(2027, 6, 30, 17)}
FIRST_WAVE_DEADLINES = {9: paris(2027, 6, 2, 17)}


@dataclass(frozen=True)
class PlannedLot:
    """A lot to seed; `defects` are chosen pages, by (copy number, page number)."""

    number: int
    paper: str
    centre: str
    holder: str | None
    copies: int
    first_copy: int
    state: LotState
    marked: int = 0
    set_aside: tuple[int, ...] = ()
    defects: Mapping[tuple[int, int], tuple[Defect, float]] = field(default_factory=dict)


LOTS = (
    PlannedLot(
        17, CGE, "CAL13", "correctrice-bts", 48, 408, LotState.MARKING, 15, (430,),
        {
            (423, 3): (Defect.BLURRED_BELOW, 0.9),
            (430, 2): (Defect.CUT, 0.8),
            (431, 1): (Defect.NAME_VISIBLE, 1.0),
            (426, 4): (Defect.UPSIDE_DOWN, 1.0),
            (428, 2): (Defect.TOO_PALE, 0.8),
        },
    ),
    PlannedLot(23, CGE, "CAL13", "correctrice-bts", 52, 601, LotState.VERIFICATION),
    PlannedLot(9, CGE, "GAR13", "correctrice-bts", 40, 101, LotState.FINISHED, 40),
    PlannedLot(18, CGE, "CAL13", "correcteur-bts-2", 44, 456, LotState.MARKING, 7),
    PlannedLot(41, CGE, "GAR13", None, 42, 801, LotState.BUILT),
    PlannedLot(8, PHILO, "VIO31", "correcteur-philo", 60, 1001, LotState.MARKING, 22, (1030,)),
    PlannedLot(12, PHILO, "BRI31", "correcteur-philo", 55, 1101, LotState.VERIFICATION),
    PlannedLot(31, MATHS, "BEF59", "correctrice-maths", 45, 2001, LotState.MARKING, 30),
    PlannedLot(24, MATHS, "BEF59", "correctrice-maths", 40, 2101, LotState.LOCKED, 40),
    PlannedLot(33, MATHS, "BEF59", None, 43, 2201, LotState.BUILT),
)  # fmt: skip


@dataclass(frozen=True)
class PlannedMission:
    """A mission and, when there is one, its expense claim: (state, cents)."""

    person: str
    kind: str
    paper: str
    centre: str
    starts_at: datetime
    ends_at: datetime | None
    claim: tuple[str, int | None] | None = None


NOT_YET = ("Mission non effectuée", None)
IN_PROGRESS = "Mission en cours"  # from the first day on; before, nothing is done yet
MISSIONS = (
    PlannedMission("correctrice-bts", "correction", CGE, "GAR13", paris(2026, 6, 2, 8, 30),
                   paris(2026, 6, 4, 17, 30), ("Traité par le gestionnaire", 11180)),
    PlannedMission("correctrice-bts", "harmonisation", CGE, "GAR13", paris(2026, 6, 4, 11),
                   paris(2026, 6, 4, 12, 30), ("Validé", 2040)),
    PlannedMission("correctrice-bts", "entente", CGE, "CAL13", paris(2027, 5, 24, 10),
                   paris(2027, 5, 24, 12), NOT_YET),
    PlannedMission("correctrice-bts", "correction", CGE, "CAL13", paris(2027, 5, 25, 9),
                   paris(2027, 6, 9, 18), (IN_PROGRESS, 10400)),
    PlannedMission("correctrice-bts", "harmonisation", CGE, "CAL13", paris(2027, 6, 3, 14, 30),
                   paris(2027, 6, 3, 16), NOT_YET),
    PlannedMission("correcteur-bts-2", "correction", CGE, "CAL13", paris(2027, 5, 28, 14),
                   paris(2027, 6, 9, 18), NOT_YET),
    PlannedMission("correcteur-philo", "entente", PHILO, "VIO31", paris(2027, 6, 16, 10),
                   paris(2027, 6, 16, 12), NOT_YET),
    PlannedMission("correcteur-philo", "correction", PHILO, "VIO31", paris(2027, 6, 16, 8),
                   paris(2027, 6, 25, 20), NOT_YET),
    PlannedMission("correcteur-philo", "harmonisation", PHILO, "VIO31", paris(2027, 6, 22, 14),
                   paris(2027, 6, 22, 16), NOT_YET),
    PlannedMission("correctrice-maths", "correction", MATHS, "BEF59", paris(2027, 6, 24, 7, 30),
                   paris(2027, 6, 30, 17), ("Pas de frais", None)),
    PlannedMission("interrogatrice-stl", "interrogation", ECE, "VIO31", paris(2026, 6, 4, 8),
                   paris(2026, 6, 4, 12), ("Non validé", 3960)),
    PlannedMission("interrogatrice-stl", "interrogation", ECE, "VIO31", paris(2027, 6, 1, 13, 30),
                   paris(2027, 6, 1, 17, 30), NOT_YET),
    PlannedMission("interrogatrice-stl", "interrogation", ECE, "VIO31", paris(2027, 6, 2, 8),
                   paris(2027, 6, 2, 12), NOT_YET),
    PlannedMission("interrogatrice-stl", "délibération", ECE, "VIO31", paris(2027, 6, 11, 9),
                   paris(2027, 6, 11, 12), NOT_YET),
)  # fmt: skip
