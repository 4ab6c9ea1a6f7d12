"""The process that reads: it takes paths on its input, and gives readings or refusals on its output."""

import base64
import ctypes
import os
import resource
import signal
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, Any

from knowledge.documents import UnreadableDocument
from knowledge.reading import places, wire
from knowledge.reading.files import read_file
from knowledge.reading.places import Sheets

MEMORY = 1_000_000_000  # bytes of address space, libraries included
FILES = 500  # read by one process before another takes its place
SECONDS = 15  # of processor for a file
_FAT = 300_000_000  # bytes still held after a file: the next one deserves a fresh process
_TOO_BIG = "La lecture du fichier demande trop de mémoire."
_PR_SET_PDEATHSIG = 1
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000


def main() -> None:
    """Serve until the parent closes its end."""
    inward, outward = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    # What the libraries print must not mix with the frames.
    os.dup2(2, 1)
    _confine()
    wire.send(outward, {"ready": True, "alone": leave_network()})
    for count in range(1, FILES + 1):
        request = wire.receive(inward)
        if request is None:
            return
        answer = _answered(request, outward)
        wire.send(outward, answer | ({"last": True} if count == FILES or _held() > _FAT else {}))


def _answered(request: Mapping[str, Any], outward: IO[bytes]) -> dict[str, Any]:
    spent, granted = _spent(), float(SECONDS)

    def grant(seconds: float) -> None:
        nonlocal granted
        granted += seconds
        _allow(spent, granted)
        wire.send(outward, {"more": seconds})

    try:
        _allow(spent, granted)
        answer = _done(request, grant)
    except UnreadableDocument as error:
        return {"refused": error.reason}
    except MemoryError:
        return {"refused": _TOO_BIG, "last": True}
    except RecursionError:
        return {"refused": "La structure du fichier est trop profonde."}
    return answer


def _done(request: Mapping[str, Any], grant: Callable[[float], None]) -> dict[str, Any]:
    path = Path(str(request["path"]))
    if "draw" in request:
        from knowledge.reading.drawing import draw_page  # long to load, and seldom asked for

        return {"picture": base64.b64encode(draw_page(path, int(request["draw"]))).decode("ascii")}
    if "places" not in request:
        return wire.frame(read_file(path, grant))
    sheets = Sheets()
    reading = read_file(path, grant, sheets)
    return wire.frame(reading) | {"places": places.dump(places.place(reading, sheets))}


def _confine() -> None:
    """Set the limits, and die with the parent."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def leave_network() -> bool:
    """Leave every network interface behind; say whether the system allows it.

    `unshare(2)`: root may do it alone, anybody else within a user namespace, which some systems refuse.
    """
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    return any(libc.unshare(flags) == 0 for flags in (_CLONE_NEWNET, _CLONE_NEWUSER | _CLONE_NEWNET))


def _held() -> int:
    """Bytes of memory held now; the peak that the system keeps would be the parent's own."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize()


def _allow(spent: float, seconds: float) -> None:
    """Let this process use so many seconds of processor beyond what it had spent."""
    resource.setrlimit(resource.RLIMIT_CPU, (int(spent + seconds) + 1, resource.RLIM_INFINITY))


def _spent() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    main()
