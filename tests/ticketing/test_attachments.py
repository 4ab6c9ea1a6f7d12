"""What people join: checked by what it holds, kept once, seen with its message, gone in time."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from PIL import Image

from connectors.file_folder import FileFolder
from tests.ticketing.conftest import AGENT, CORRECTOR, NOW, OTHER_CORRECTOR, resolved
from ticketing import attachments, file_checks, log, merging, rebuilding, tickets, timeline
from ticketing.errors import (
    FileMissing,
    FileRefused,
    FileTooLarge,
    FileUnreadable,
    ImageTooLarge,
    MessageEmpty,
    TooManyFiles,
)
from ticketing.tickets import Words

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
ORIENTATION, GPS = 0x0112, 0x8825


def image(kind="JPEG", size=(60, 40), mode="RGB", **how):
    out = BytesIO()
    Image.new(mode, size, "white").save(out, kind, **how)
    return out.getvalue()


def photograph():
    """Held upright, with where it was taken."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[0x010F] = "Marque de l’appareil"
    exif.get_ifd(GPS)[2] = (43.0, 17.0, 47.0)
    return image(exif=exif.tobytes())


@pytest.fixture
def store(tmp_path):
    return FileFolder(tmp_path / "files")


def names(store):
    return sorted(name for name, _ in store.kept())


def test_a_photograph_is_kept_upright_and_says_nothing_of_its_author():
    given = photograph()
    kept = file_checks.check(given)

    assert b"Marque" in given
    assert b"Marque" not in kept.content
    assert b"Exif" not in kept.content
    assert (kept.width, kept.height) == (40, 60)
    assert Image.open(BytesIO(kept.content)).getexif() == {}


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_an_image_stays_what_it_is_and_has_a_small_picture(kind):
    kept = file_checks.check(image(kind, size=(900, 300)))

    assert kept.media_type == f"image/{kind.lower()}"
    assert Image.open(BytesIO(kept.content)).format == kind
    assert Image.open(BytesIO(kept.thumbnail)).size == (320, 107)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "I;16"])
def test_any_way_of_writing_colours_is_read(mode):
    assert file_checks.check(image("PNG", mode=mode)).width == 60


def test_what_hides_behind_an_image_does_not_come_through():
    assert b"<script>" not in file_checks.check(image("PNG") + b"<script>alert(1)</script>").content


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", FileRefused),
        (b"bonjour", FileRefused),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", FileRefused),
        (b"<!doctype html><script>alert(1)</script>", FileRefused),
        (b"PK\x03\x04" + b"0" * 60, FileRefused),
        (b"MZ" + b"0" * 200, FileRefused),
        (image("GIF"), FileRefused),
        (image("BMP"), FileRefused),
        (image("TIFF"), FileRefused),
        (image("PNG")[:40], FileUnreadable),
        (image("JPEG")[:200], FileUnreadable),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 300, FileUnreadable),
        (PDF + b" " * file_checks.MOST_BYTES, FileTooLarge),
        (image("PNG", size=(10_000, 10_000), mode="1"), ImageTooLarge),
        (image("PNG", size=(20_000, 20_000), mode="1"), ImageTooLarge),
    ],
)
def test_what_cannot_be_kept_is_refused_for_what_it_holds(content, refusal):
    with pytest.raises(refusal):
        file_checks.check(content)


def test_the_same_content_is_one_file_and_one_refusal_keeps_nothing(store):
    joined = attachments.keep(store, [PDF, PDF])
    assert len({one.sha256 for one in joined}) == len(names(store)) == 1

    for wrong, refusal in (([image(), b"non"], FileRefused), ([PDF] * 6, TooManyFiles)):
        with pytest.raises(refusal):
            attachments.keep(store, wrong)
    assert len(names(store)) == 1


def test_a_name_that_is_not_ours_leads_nowhere(store):
    for name in ("../../etc/passwd", "0" * 64, "", "a" * 63 + "/"):
        with pytest.raises(FileMissing):
            store.read(name)


def test_what_was_put_is_there_after_a_kill_and_half_a_file_is_never_read(tmp_path):
    """A process that puts without end is killed; each name it told is whole."""
    program = (
        "import hashlib, sys; from pathlib import Path; from connectors.file_folder import FileFolder\n"
        "store = FileFolder(Path(sys.argv[1]))\n"
        "for number in range(100_000):\n"
        "    content = bytes(str(number), 'ascii') * 20_000\n"
        "    name = hashlib.sha256(content).hexdigest(); store.put(name, content); print(name, flush=True)\n"
    )
    running = subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    told = [running.stdout.readline().strip() for _ in range(5)]
    os.kill(running.pid, signal.SIGKILL)
    told += running.communicate()[0].split()

    store, later = FileFolder(tmp_path), datetime.now(UTC) + timedelta(days=1)
    assert {len(one) for one in told} == {64}
    assert set(told) <= set(names(store))
    assert all(file_checks.hashlib.sha256(store.read(name)).hexdigest() == name for name in names(store))
    store.sweep(before=later)
    assert list(tmp_path.glob("??/aside-*")) == []


def reply(session, ticket, store, caller=CORRECTOR, body="Voici.", contents=(PDF,), **how):
    files = attachments.keep(store, list(contents))
    return tickets.reply(session, ticket, Words(body, files=files), caller=caller, now=NOW, **how)


def files_read(session, ticket, caller):
    return [(one.number, one.media_type) for entry in timeline.history(session, ticket, caller)
            for one in entry.files]  # fmt: skip


def test_a_file_is_read_with_its_message_by_who_may_read_the_message(session, make_ticket, store):
    ticket = make_ticket()
    said = reply(session, ticket, store, contents=[image(), PDF])
    files = attachments.keep(store, [image("PNG")])
    noted = tickets.note(session, ticket, Words("Pour nous.", files=files), caller=AGENT, now=NOW)

    assert files_read(session, ticket, CORRECTOR) == [(1, "image/jpeg"), (2, "application/pdf")]
    assert files_read(session, ticket, AGENT)[2:] == [(3, "image/png")]
    assert timeline.file(session, ticket, CORRECTOR, said.id, 2).media_type == "application/pdf"
    assert timeline.file(session, ticket, CORRECTOR, noted.id, 3) is None
    assert timeline.file(session, ticket, AGENT, noted.id, 3).width == 60
    assert timeline.file(session, ticket, AGENT, said.id, 3) is None
    assert log.differences(session, ticket) == []
    assert list(rebuilding.examine(session, [ticket.id])) == []


def test_a_photograph_says_enough_but_the_desk_has_to_write(session, make_ticket, store):
    ticket = make_ticket()
    assert reply(session, ticket, store, body=" ").body == ""

    with pytest.raises(MessageEmpty):
        reply(session, ticket, store, AGENT, body=" ")
    with pytest.raises(MessageEmpty):
        tickets.reply(session, ticket, Words(""), caller=CORRECTOR, now=NOW)


def test_files_follow_their_message_to_merged_reporters_and_the_desk_and_no_further(
    session, make_ticket, store
):
    first, second = make_ticket(), make_ticket(OTHER_CORRECTOR)
    merging.merge(session, second, first, caller=AGENT, now=NOW)
    hers = reply(session, second, store, OTHER_CORRECTOR, contents=[image()])
    told = reply(session, first, store, AGENT)

    assert timeline.file(session, first, AGENT, hers.id, 1).media_type == "image/jpeg"
    assert timeline.file(session, first, CORRECTOR, hers.id, 1) is None
    assert timeline.file(session, second, OTHER_CORRECTOR, told.id, 1).media_type == "application/pdf"


def test_files_of_what_was_settled_long_ago_are_erased_unless_another_message_holds_them(
    session, make_ticket, store
):
    old, still = make_ticket(), make_ticket()
    reply(session, old, store, contents=[PDF, image()])
    reply(session, still, store)
    resolved(session, old)
    later = NOW + timedelta(days=400)

    assert attachments.erase_old(session, before=NOW, now=later) == 0
    assert attachments.erase_old(session, before=later - timedelta(days=30), now=later) == 1
    assert attachments.erase_old(session, before=later - timedelta(days=30), now=later) == 0

    long_after = datetime.now(UTC) + timedelta(days=400)
    unused = attachments.unused(session, store, now=long_after)
    assert attachments.unused(session, store, now=datetime.now(UTC)) == []
    assert attachments.sweep(store, unused, now=long_after) == 2  # the image and its small picture
    assert len(names(store)) == 1
    assert list(rebuilding.examine(session, [old.id, still.id])) == []
    erased = [one.erased_at for entry in timeline.history(session, old, AGENT) for one in entry.files]
    assert erased == [later, later]


def test_a_file_put_again_while_it_is_swept_stays(store):
    (joined,) = attachments.keep(store, [PDF])
    long_ago = datetime.now(UTC) - timedelta(days=1)

    assert not store.remove(joined.sha256, unless_since=long_ago)
    assert store.read(joined.sha256) == PDF
    assert store.remove(joined.sha256, unless_since=datetime.now(UTC) + timedelta(days=1))
    assert not store.remove(joined.sha256, unless_since=long_ago)
    attachments.keep(store, [PDF])
    assert store.read(joined.sha256) == PDF
