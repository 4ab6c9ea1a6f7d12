"""What every test may ask for: where the repository is, and the real corpus when it is there."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# What takes about ten seconds of a processor or more, longest first: begun last, it would hold up the end.
LONG = (
    "browser/test_pages.py",
    "knowledge/reading/test_scan.py",
    "app/test_cli.py",
    "browser/test_screenshots.py",
    "knowledge/reading/test_collection.py",
    "browser/test_story.py",
    "browser/test_marking.py",
    "browser/test_scanning.py",
    "browser/test_rescan.py",
    "browser/test_triage.py",
    "assistant/test_played.py",
    "app/test_scenarios.py",
    "web/rescans/test_the_loop.py",
    "assistant/test_gold.py",
    "browser/test_curator.py",
    "connectors/test_bundled_e5.py",
    "ticketing/test_under_pressure.py",
    "web/test_matrix.py",
    "backend/test_api.py",
    "knowledge/test_library.py",
    "backend/test_drawing.py",
)

# What `--short` leaves to `make test`: a clean checkout has fifteen minutes for all the rest.
LEFT_TO_THE_WHOLE_RUN = (
    "browser/test_screenshots.py",
    "browser/test_curator.py",
    "browser/test_desk_keys.py",
    "browser/test_windows.py",
    "browser/test_calendar.py",
    "browser/test_practical.py",
    "browser/test_marking.py",
    "browser/test_scanning.py",
    "browser/test_hostile.py",
    "browser/test_pages.py",
    "browser/test_talk.py",
    "browser/test_story.py",
    "browser/test_rescan.py",
    "browser/test_triage.py",
    "web/test_hostile.py",
    "web/test_reserved_pages.py",
    "assistant/test_played.py",
    "app/test_scenarios.py",
    "knowledge/reading/test_collection.py",
    "knowledge/reading/test_places.py",
    "knowledge/reading/test_scan.py",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--screenshots", type=Path, help="folder for the pictures of the main pages")
    parser.addoption("--short", action="store_true", help="without the longest browser tests")
    parser.addoption("--rasa", type=Path, help="page that receives the comparison; `make test-rasa` gives it")
    parser.addoption("--st-model", help="a SentenceTransformer directory; `make test-st` gives it")


# After the plugins, one of which puts the files in an order of chance: the others keep that order.
@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--short"):
        left = {ROOT / "tests" / name for name in LEFT_TO_THE_WHOLE_RUN}
        config.hook.pytest_deselected(items=[item for item in items if item.path in left])
        items[:] = [item for item in items if item.path not in left]
    places = {ROOT / "tests" / name: place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: places.get(item.path, len(LONG)))


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def samples() -> Path:
    return ROOT / "samples" / "circulars"


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder beside the repository with the real circulars and the gold questions; never shipped."""
    shared = ROOT.parent / "shared"
    if not (shared / "corpus").is_dir():
        pytest.skip("../shared is not beside this checkout")
    return shared


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Path], None]], Path]:
    """`once(name, make)`: a folder that one process of the run makes and all read; copy it to write."""
    ours = tmp_path_factory.getbasetemp()
    shared = ours.parent if "PYTEST_XDIST_WORKER" in os.environ else ours

    def make_once(name: str, make: Callable[[Path], None]) -> Path:
        made, unfinished = shared / name, shared / f"{name}.unfinished"
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not made.exists():
                shutil.rmtree(unfinished, ignore_errors=True)
                unfinished.mkdir()
                make(unfinished)
                unfinished.rename(made)
        return made

    return make_once


def demonstration_environment(data_dir: Path, **variables: str) -> Mapping[str, str]:
    """The variables of a command of the demonstration: nothing of ours but what is said here."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PERMANENCE_")}
    threads = {"OMP_NUM_THREADS": "1", "OMP_WAIT_POLICY": "passive"}
    return inherited | threads | {"PERMANENCE_DATA_DIR": str(data_dir)} | variables


@pytest.fixture(scope="session")
def demonstration(once) -> Path:
    """What `permanence demo` makes for a newcomer, the desk's requests left out: each test opens its own."""

    def prepare(folder: Path) -> None:
        with (folder / "demo.log").open("wb") as output:
            subprocess.run(
                [sys.executable, "-m", "app.cli", "demo", "--empty-desk"],
                cwd=ROOT, env=demonstration_environment(folder / "var"), stdout=output, stderr=output,
                check=True, timeout=400,
            )  # fmt: skip
        assert "Traceback" not in (folder / "demo.log").read_text(encoding="utf-8")

    return once("demonstration", prepare)


@pytest.fixture(scope="session")
def empty_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with every table and no row: copying it takes a tenth of making it."""
    from sqlmodel import create_engine

    from app.tables import METADATA

    path = tmp_path_factory.mktemp("tables") / "empty.db"
    engine = create_engine(f"sqlite:///{path}")
    METADATA.create_all(engine)
    engine.dispose()
    return path
