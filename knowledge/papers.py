"""The papers of the examinations by their identifiers, found in the title of a scale."""

import re

from knowledge.vocabulary import exams_in, fold

# Identifiers are those of the correction service: examination, then subject or its usual initials.
_SUBJECTS = (
    ("cge", r"culture generale(?: et expression)?|\bcge\b"),
    ("histoire-geographie", r"histoire[ -](?:et )?geographie"),
    ("physique-chimie", r"physique[ -](?:et )?chimie"),
    ("droit-economie", r"droit et economie"),
    ("economie-gestion", r"economie[ -](?:et )?gestion"),
    ("emc", r"enseignement moral et civique"),
    ("hggsp", r"\bhggsp\b|histoire-geographie,? geopolitique"),
    ("hlp", r"\bhlp\b|humanites,? litterature"),
    ("llce", r"\bllcer?\b"),
    ("nsi", r"\bnsi\b|numerique et sciences informatiques"),
    ("ses", r"\bses\b|sciences economiques et sociales"),
    ("svt", r"\bsvt\b|sciences de la vie et de la terre"),
    ("stl-pratique", r"\bstl\b"),
    ("sciences", r"epreuve (?:\w+ )*de sciences\b"),
    ("philosophie", r"philosophie"),
    ("mathematiques", r"mathematiques?"),
    ("francais", r"francais"),
    ("anglais", r"\banglais\b"),
    ("espagnol", r"\bespagnol\b"),
    ("allemand", r"\ballemand\b"),
    ("italien", r"\bitalien\b"),
    ("technologie", r"\btechnologie\b"),
)
_PREFIXES = {"bac_general": "bac", "bac_techno": "bac", "bac_pro": "bac-pro"}
_PRACTICAL = re.compile(r"\bpratiques?\b")
_SESSION = "@"


def papers_of(title: str) -> tuple[str, ...]:
    """Papers that a title names; none when either the examination or the subject is not said.

    A scale without a paper is read by nobody until a curator names it.
    """
    words = fold(title)
    exams = list(dict.fromkeys(_PREFIXES.get(code, code) for _, _, code in exams_in(title)))
    subjects = [subject for subject, wording in _SUBJECTS if re.search(wording, words)]
    if set(exams) <= {"bac", "ece"} and ("ece" in exams or _PRACTICAL.search(words)):
        # The practical paper of the bac is another paper than the written one, with other examiners.
        exams = ["ece"]
    else:
        subjects = [subject for subject in subjects if subject != "stl-pratique"]
    return tuple(f"{exam}-{subject}" for exam in exams for subject in subjects)


def held(paper: str, session: str | None) -> str:
    """A paper on which a mission is held, as a scope says it: of one session, or of any when none is said."""
    return f"{paper}{_SESSION}{session}" if session else paper


def opens(held_paper: str, papers: frozenset[str], sessions: frozenset[str]) -> bool:
    """Whether a paper that is held opens a scale of these papers and sessions."""
    paper, _, session = held_paper.partition(_SESSION)
    return paper in papers and (not session or not sessions or session in sessions)
