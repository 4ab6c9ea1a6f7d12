"""What the API says of marking: no field of it bears a time, an author or a rank."""

from collections.abc import Sequence
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from backend.contract import CopyPageOut, Instant
from backend.marking import closing
from backend.marking.annotations import Box, Drawn, box_of
from backend.marking.arrangement import Placed
from backend.marking.closing import Outlook
from backend.marking.distribution import Wanted
from backend.marking.marks import Entry
from backend.marking.missing import What
from backend.marking.models import Annotation, AnnotationKind, CopyReading, SetAsideReason
from backend.marking.scheme import Question, Scheme
from backend.marking.work import Work
from backend.models import CopyState, LotState, Person
from backend.scanning.images import ScannedPage
from backend.wording import copy_number

HalfPoints = Annotated[int, Field(ge=0, le=10_000, strict=True)]
Share = Annotated[float, Field(ge=0, le=1, description="Part de la page, du coin en haut à gauche.")]


class QuestionOut(BaseModel):
    id: UUID
    label: str
    maximum_half_points: int = Field(description="En demi-points ; la somme de ses parties quand elle en a.")
    parts: list["QuestionOut"]

    @classmethod
    def of(cls, question: Question) -> Self:
        parts = [QuestionOut.of(part) for part in question.parts]
        return cls(
            id=question.id,
            label=question.label,
            maximum_half_points=question.maximum_half_points,
            parts=parts,
        )


class SchemeOut(BaseModel):
    maximum_half_points: int
    takes_half_points: bool = Field(description="Faux quand l’épreuve se note en points entiers.")
    needs_appreciation: bool = Field(description="Vrai quand chaque copie veut une appréciation.")
    questions: list[QuestionOut]

    @classmethod
    def of(cls, scheme: Scheme) -> Self:
        return cls(
            maximum_half_points=scheme.maximum_half_points,
            takes_half_points=scheme.takes_half_points,
            needs_appreciation=scheme.needs_appreciation,
            questions=[QuestionOut.of(question) for question in scheme.questions],
        )


class CodeOut(BaseModel):
    code: str
    label: str


class BoxModel(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    left: Share
    top: Share
    right: Share
    bottom: Share


class AnnotationIn(BaseModel):
    page_id: UUID
    kind: AnnotationKind
    box: BoxModel
    text: str = Field(default="", max_length=2000)

    def drawn(self) -> Drawn:
        box = Box(self.box.left, self.box.top, self.box.right, self.box.bottom)
        return Drawn(self.page_id, self.kind, box, self.text)


class AnnotationOut(AnnotationIn):
    id: UUID = Field(description="Tiré au hasard par le navigateur (UUID version 4).")

    @classmethod
    def of(cls, row: Annotation) -> Self:
        box = BoxModel.model_validate(box_of(row))
        return cls(id=row.id, page_id=row.page_id, kind=row.kind, box=box, text=row.text)


class MarksIn(BaseModel):
    marks: dict[UUID, HalfPoints | None] = Field(
        max_length=500,
        description="Toutes les notes de la copie, en demi-points ; celle qui n’y est pas est retirée.",
    )
    code: str | None = Field(default=None, max_length=10)
    appreciation: str = Field(default="", max_length=2000, description="Le candidat la lira.")
    version: str = Field(max_length=40, description="La dernière version lue de cette copie.")

    def entry(self) -> Entry:
        points = {question: given for question, given in self.marks.items() if given is not None}
        return Entry(points, self.code or None, self.appreciation)


class MarksOut(BaseModel):
    state: CopyState
    total_half_points: int | None = Field(description="Nul tant qu’une question attend, ou avec un code.")
    version: str


class KeptOut(MarksOut):
    marks: dict[UUID, int]
    code: str | None
    appreciation: str


class MovedOut(BaseModel):
    """Le refus `copy_moved` : ce qui est enregistré revient avec lui."""

    error: str
    message: str
    kept: KeptOut


class WorkOut(BaseModel):
    copy_id: UUID
    copy_number: str
    lot_id: UUID
    lot_number: str
    state: CopyState | None = Field(description="Nul, sauf mise de côté, pour qui ignore l’avancement.")
    hidden: bool
    set_aside_reason: str | None
    held: bool = Field(description="Vrai si l’appelant corrige cette copie et peut y écrire.")
    version: str = Field(description="Empreinte de ce qui est enregistré, à rendre avec l’écriture suivante.")
    scheme: SchemeOut | None = Field(description="Lu seulement avec une mission sur l’épreuve.")
    marks: dict[UUID, int]
    code: str | None
    codes: list[CodeOut]
    appreciation: str
    total_half_points: int | None
    annotations: list[AnnotationOut]
    pages: list[CopyPageOut]

    @classmethod
    def of(cls, work: Work) -> Self:
        copy = work.copy
        return cls(
            copy_id=copy.id,
            copy_number=copy_number(copy.number),
            lot_id=copy.lot_id,
            lot_number=str(copy.lot.number),
            state=work.state,
            hidden=copy.is_hidden,
            set_aside_reason=copy.set_aside_reason,
            held=work.may_write,
            version=work.entry.version,
            scheme=SchemeOut.of(work.scheme) if work.scheme else None,
            marks=dict(work.entry.marks),
            code=work.entry.code,
            codes=[CodeOut(code=code, label=label) for code, label in (work.codes or {}).items()],
            appreciation=work.entry.appreciation,
            total_half_points=work.total,
            annotations=[AnnotationOut.of(row) for row in work.annotations],
            pages=[CopyPageOut.of(page) for page in work.pages],
        )


class SetAsideIn(BaseModel):
    reason: SetAsideReason


class PlacedIn(BaseModel):
    id: UUID
    turn: Literal[0, 90, 180, 270] = Field(description="Depuis la numérisation, dans le sens des aiguilles.")


class ArrangementIn(BaseModel):
    pages: list[PlacedIn] = Field(max_length=200, description="Toutes les pages, une fois, dans l’ordre.")

    def order(self) -> list[Placed]:
        return [Placed(page.id, page.turn) for page in self.pages]


class ArrangementOut(BaseModel):
    pages: list[CopyPageOut]

    @classmethod
    def of(cls, pages: Sequence[ScannedPage]) -> Self:
        return cls(pages=[CopyPageOut.of(page) for page in pages])


class MissingItem(BaseModel):
    copy_id: UUID
    copy_number: str
    what: What
    label: str


class MissingOut(BaseModel):
    missing: list[MissingItem]
    may_finish: bool
    may_lock: bool

    @classmethod
    def of(cls, outlook: Outlook) -> Self:
        missing = [MissingItem.model_validate(item) for item in closing.told(outlook.missing)]
        return cls(missing=missing, may_finish=outlook.may_finish, may_lock=outlook.may_lock)


class LotMovedOut(BaseModel):
    lot_id: UUID
    lot_number: str
    state: LotState


class LotAssignIn(BaseModel):
    person_id: str = Field(max_length=60)
    opens_at: Instant | None = Field(
        default=None, description="Début des 48 h de vérification ; maintenant par défaut."
    )


class LotIn(BaseModel):
    session: str = Field(max_length=10)
    paper: str = Field(max_length=40)
    centre: str = Field(max_length=10)
    copies: list[UUID] = Field(min_length=1, max_length=500, description="D’aucun lot déjà distribué.")

    def wanted(self) -> Wanted:
        return Wanted(self.session, self.paper, self.centre, self.copies)


class ReadingOut(BaseModel):
    """Une consultation par quelqu’un d’autre que le correcteur de la copie."""

    person_id: str
    person: str = Field(description="Rôle en clair ; jamais un nom de personne.")
    at: Instant = Field(description="À la minute.")

    @classmethod
    def of(cls, found: tuple[CopyReading, Person]) -> Self:
        reading, person = found
        return cls(person_id=person.id, person=person.label, at=reading.at)
