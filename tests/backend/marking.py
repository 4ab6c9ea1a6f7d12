"""Shared by the tests of marking: a corrector's calls, in few words."""

from uuid import uuid4

from backend.demo.seed import copy_id, lot_id, page_id

LOT, COPY = lot_id(17), copy_id(17, 423)
PAGES = [page_id(17, 423, number) for number in (1, 2, 3, 4)]


class Corrector:
    """Calls the API as one person; each write bears a key of its own."""

    def __init__(self, caller):
        self.caller = caller

    def work(self, copy=COPY):
        return self.caller.get(f"/v1/copies/{copy}/work").json()

    def mark(self, copy=COPY, *, version=None, marks=(), code=None, appreciation=""):
        version = self.work(copy)["version"] if version is None else version
        given = {"marks": dict(marks), "code": code, "appreciation": appreciation, "version": version}
        return self.caller.put(f"/v1/copies/{copy}/marks", json=given)

    def mark_all(self, copy=COPY, share=0.5, appreciation="Bien."):
        marks = {question: int(most * share) for question, most in leaves(self.work(copy)["scheme"])}
        return self.mark(copy, marks=marks, appreciation=appreciation)

    def annotate(self, copy=COPY, identity=None, page=PAGES[0], **changes):
        given = {"page_id": str(page), "kind": "comment", "box": box(), "text": "Bien vu.", **changes}
        return self.caller.put(f"/v1/copies/{copy}/annotations/{identity or uuid4()}", json=given)

    def arrange(self, pages, copy=COPY):
        given = {"pages": [{"id": str(page), "turn": turn} for page, turn in pages]}
        return self.caller.put(f"/v1/copies/{copy}/arrangement", json=given)

    def post(self, address, key=None, **given):
        headers = {"Idempotency-Key": key or str(uuid4())}
        return self.caller.post(f"/v1/{address}", json=given or None, headers=headers)


def box(left=0.1, top=0.2, right=0.3, bottom=0.25):
    return {"left": left, "top": top, "right": right, "bottom": bottom}


def leaves(scheme):
    """(question, maximum) of each question on which points are entered."""

    def of(question):
        return [leaf for part in question["parts"] for leaf in of(part)] or [
            (question["id"], question["maximum_half_points"])
        ]

    return [leaf for question in scheme["questions"] for leaf in of(question)]
