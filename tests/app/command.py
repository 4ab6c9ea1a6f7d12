"""`permanence` as a process of its own, started from one that has already loaded the product.

Loading it takes two to three seconds of a processor, for every command again. Here a process loads it once
and divides for each command: the child has its own arguments, environment, folder of data and three outputs,
and ends as the command ends. `alone=True` starts Python from nothing, as a newcomer's shell does.
"""

import atexit
import json
import os
import socket
import subprocess
import sys
import tempfile
import traceback
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from app.cli import main
from tests.conftest import ROOT

SECONDS = 60
# What the commands load when they are called.
LOADED = (
    "app.asking",
    "app.doctor",
    "app.preparing",
    "app.rebuilding",
    "app.replaying",
    "app.search_view",
    "app.serving",
)


def permanence(*arguments, home, text="", alone=False, **variables):
    """Run a command to its end; whatever it met, it showed no trace."""
    environment = {**os.environ, "PERMANENCE_DATA_DIR": str(home), "NO_COLOR": "1", **variables}
    done = (_run_alone if alone else _run_divided)(arguments, environment, text)
    assert "Traceback" not in done.stdout + done.stderr
    return done


def _run_alone(arguments, environment, text):
    return subprocess.run(
        [sys.executable, "-m", "app.cli", *arguments],
        cwd=ROOT,
        env=environment,
        input=text,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


def _run_divided(arguments, environment, text):
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder, name) for name in ("in", "out", "err")]
        files[0].write_text(text, encoding="utf-8")
        wanted = {"arguments": arguments, "environment": environment, "files": [str(path) for path in files]}
        code = _loaded().call(wanted)
        said = [path.read_text(encoding="utf-8") for path in files[1:]]
    return subprocess.CompletedProcess(arguments, code, *said)


class Loaded:
    """The process that has loaded the product, and the socket on which it is asked for commands."""

    def __init__(self):
        here, there = socket.socketpair()
        with there:
            self.process = subprocess.Popen(
                [sys.executable, "-m", __name__, str(there.fileno())], cwd=ROOT, pass_fds=[there.fileno()]
            )
        here.settimeout(SECONDS)
        self.channel = here.makefile("rw", encoding="utf-8")
        atexit.register(self.close)

    def call(self, wanted):
        self.channel.write(json.dumps(wanted) + "\n")
        self.channel.flush()
        return json.loads(self.channel.readline())

    def close(self):
        self.process.kill()
        self.process.wait()
        self.channel.close()


@cache
def _loaded():
    return Loaded()


def _serve(descriptor: int) -> None:
    """Divide for each command that is asked, and tell how it ended."""
    with socket.socket(fileno=descriptor) as asked, asked.makefile("rw", encoding="utf-8") as channel:
        for line in channel:
            child = os.fork()
            if not child:
                _become(**json.loads(line))
                _run_and_end()
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            channel.write(f"{status}\n")
            channel.flush()


def _run_and_end() -> NoReturn:
    """Run the command and end with the code that Python would give, the outputs written to the end."""
    code: int | str | None = 1
    try:
        main()
    except SystemExit as end:
        code = end.code
    finally:
        if sys.exc_info()[0]:
            traceback.print_exc()
        sys.stdout.flush()
        sys.stderr.flush()
        # Not as Python ends: threads that did not come along would be waited for.
        os._exit(code if isinstance(code, int) else int(code is not None))


def _become(arguments, environment, files):
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["permanence", *arguments]
    for descriptor, path in enumerate(files):
        opened = os.open(path, os.O_RDWR | os.O_CREAT)
        os.dup2(opened, descriptor)
        os.close(opened)


if __name__ == "__main__":
    os.environ |= {"OMP_NUM_THREADS": "1", "OMP_WAIT_POLICY": "passive"}  # as `main` does, before numpy loads
    for name in LOADED:
        import_module(name)
    _serve(int(sys.argv[1]))
