"""What every test may ask for: where the repository is, and the real corpus when it is there."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--screenshots", type=Path, help="folder for the pictures of the main pages")
    parser.addoption("--rasa", type=Path, help="page that receives the comparison; `make test-rasa` gives it")
    parser.addoption("--st-model", help="a SentenceTransformer directory; `make test-st` gives it")


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
