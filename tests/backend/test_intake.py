"""A centre's scans become copies: by their marks, against the attendance list, page by page, once each."""

from collections import Counter

import pytest
from sqlmodel import func, select

from backend import database
from backend.demo import packet, seed
from backend.models import Copy, Lot, Page
from backend.scanning import attendance, intake, intake_report
from backend.scanning.errors import AttendanceListRefused
from backend.scanning.intake_models import FileState, IntakePage, Problem
from tests.backend.conftest import NOW

LOT = seed.lot_id(packet.SHOWN.lot)


@pytest.fixture(scope="session")
def packet_pages():
    return [page.convert("RGB") for page in packet.pages(packet.SHOWN)]


@pytest.fixture
def scans(packet_pages):
    """Each test its own: saving an image leaves traces on it."""
    return [page.copy() for page in packet_pages]


@pytest.fixture(scope="session")
def paper(tmp_path_factory, packet_pages):
    """The packet of the demonstration: four copies of the six that are listed, and a stranger's sheet."""
    path = tmp_path_factory.mktemp("packet") / "paquet.pdf"
    path.write_bytes(packet.pdf([page.copy() for page in packet_pages]))
    return path


@pytest.fixture
def lot(engine):
    with database.writing(engine) as session:
        packet.seed_packet(session, packet.SHOWN, NOW)
    return LOT


def add(engine, *paths):
    with database.writing(engine) as session:
        for path in paths:
            intake.add_file(session, LOT, path, name=path.name, expected_pages=4)


def report(engine):
    with database.reading(engine) as session:
        return intake_report.of_lot(session, session.get_one(Lot, LOT))


def test_a_packet_is_split_checked_and_compared_with_its_list(engine, settings, lot, paper):
    add(engine, paper)
    intake.take(engine, settings.pages_dir, LOT)

    found = report(engine)

    assert {copy.number: copy.outcome.value for copy in found.copies} == {
        901: "complete",
        902: "complete",
        903: "complete",
        904: "absent",
        905: "missing",
        906: "complete",
    }
    assert found.problems == Counter({Problem.STRANGER: 1})
    assert [(one.file.state, one.pages) for one in found.files] == [(FileState.READ, 17)]
    blurred = next(copy for copy in found.copies if copy.number == 902)
    assert {fault.page for fault in blurred.faults} == {3}
    assert str(blurred.faults[0]).startswith("page 3 : L’écriture est floue")
    assert not found.is_running


def test_what_was_stopped_goes_on_where_it_was_and_takes_nothing_twice(engine, settings, lot, paper):
    add(engine, paper)

    def stop(pages):
        if pages == 8:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        intake.take(engine, settings.pages_dir, LOT, stop)
    half = report(engine)
    read = []
    intake.take(engine, settings.pages_dir, LOT, read.append)
    add(engine, paper)
    intake.take(engine, settings.pages_dir, LOT)

    assert (half.pages, half.is_running) == (8, True)
    assert read == [4, 8, 9]
    with database.reading(engine) as session:
        assert session.exec(select(func.count()).select_from(IntakePage)).one() == 17
        pages = select(func.count()).select_from(Page).join(Copy).where(Copy.lot_id == LOT)
        assert session.exec(pages).one() == 16


def test_one_image_a_page_in_several_files_is_one_copy(engine, settings, lot, scans, tmp_path):
    files = [tmp_path / f"{rank}.{form}" for rank, form in enumerate(("png", "jpg", "tif", "png"))]
    for file, scan in zip(files, scans[:4], strict=True):
        scan.save(file)
    add(engine, *files)

    intake.take(engine, settings.pages_dir, LOT)

    found = report(engine)
    assert [copy.number for copy in found.copies if copy.outcome == "complete"] == [901]
    assert {one.file.state for one in found.files} == {FileState.READ}


def test_a_damaged_file_is_refused_with_its_reason_and_the_others_are_read(
    engine, settings, lot, scans, tmp_path
):
    bad, good = tmp_path / "a.pdf", tmp_path / "b.tif"
    bad.write_bytes(b"%PDF-1.4 rien de plus")
    scans[0].save(good, save_all=True, append_images=scans[1:3])
    add(engine, bad, good)

    intake.take(engine, settings.pages_dir, LOT)

    found = report(engine)
    assert [(one.file.state, one.file.reason, one.pages) for one in found.files] == [
        (FileState.REFUSED, "FileDamaged", 0),
        (FileState.READ, None, 3),
    ]
    copy = found.copies[0]
    assert (copy.outcome, list(copy.missing)) == ("incomplete", [4])


def test_a_copy_scanned_twice_and_an_absent_candidate_s_are_told(engine, settings, lot, scans, tmp_path):
    with database.writing(engine) as session:
        entry = next(one for one in attendance.of_lot(session, LOT) if one.copy_number == 902)
        entry.is_present = False
    first, again = tmp_path / "a.tif", tmp_path / "b.tif"
    scans[0].save(first, save_all=True, append_images=scans[1:8])
    scans[0].save(again)
    add(engine, first, again)

    intake.take(engine, settings.pages_dir, LOT)

    assert report(engine).problems == Counter({Problem.ABSENT: 4, Problem.REPEATED: 1})


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", 1),
        (b"nom;prenom", 1),
        (b"copie;anonymat;present\n901;zz;oui", 2),
        (b"copie;anonymat;present\n901;0a;oui\n902;0b;peut-etre", 3),
        (b"copie;anonymat;present\n901;0a;oui\n901;0b;oui", 3),
        (b"\xff\xfe", 0),
    ],
)
def test_a_list_that_is_not_one_is_refused_at_its_line(content, line):
    with pytest.raises(AttendanceListRefused) as refused:
        attendance.read(content, LOT)

    assert refused.value.line == line


def test_a_list_is_read_as_written():
    entries = attendance.read("\ufeffCopie;Anonymat;Present\n0901;0A1b;oui\n902;ff;non\n".encode(), LOT)

    assert [(one.copy_number, one.anonymity_number, one.is_present) for one in entries] == [
        (901, "0a1b", True),
        (902, "ff", False),
    ]
