"""Rules of the house that no linter knows: sizes, decisions, links, and whom the texts may name."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.settings import Settings
from backend.settings import BackendSettings

ROOT = Path(__file__).parent.parent
PACKAGES = ("app", "assistant", "backend", "connectors", "knowledge", "ticketing")
MODULE_LINES = 300
FUNCTION_LINES = 40
DECISION_LINES = 30
# Ranges that the numbering plan keeps for fiction.
FICTION_PHONES = ("01 99 00", "02 61 91", "03 53 01", "04 65 71", "05 36 49", "06 39 98")
FICTION_MAILBOXES = ("ac-exemple.fr", "exemple.fr", "example.org", "example.com", "example.net")


def written_files(*suffixes: str) -> list[Path]:
    """Files that somebody wrote: what is installed, generated or made at run time is left out."""
    found = [
        path
        for home in (*PACKAGES, "tests", "docs", "samples", "tools", "training", "benchmarks")
        for path in (ROOT / home).rglob("*")
        if path.suffix in suffixes and not {"vendor", "node_modules", "__pycache__"} & set(path.parts)
    ]
    return sorted([*found, *(path for path in ROOT.glob("*") if path.suffix in suffixes)])


def python_functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_module_holds_two_ideas():
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in written_files(".py")
    }

    assert len(lengths) > 30
    assert {path: lines for path, lines in lengths.items() if lines > MODULE_LINES} == {}


def test_no_function_is_longer_than_a_screen():
    sources = [path for path in written_files(".py") if path.relative_to(ROOT).parts[0] in PACKAGES]
    lengths = {
        f"{path.relative_to(ROOT)} {name}": lines
        for path in sources
        if "migrations" not in path.parts  # generated, read once
        for name, lines in python_functions(path)
    }

    assert len(lengths) > 100
    assert {name: lines for name, lines in lengths.items() if lines > FUNCTION_LINES} == {}


def test_every_module_says_in_one_sentence_what_it_is():
    silent = [
        str(path.relative_to(ROOT))
        for path in written_files(".py")
        if path.relative_to(ROOT).parts[0] in PACKAGES
        and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]

    assert silent == []


def test_decisions_are_short_and_numbered_once():
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))

    numbers = [int(page.name[:4]) for page in pages]
    long = [
        page.name for page in pages if len(page.read_text(encoding="utf-8").splitlines()) > DECISION_LINES
    ]
    assert numbers == list(range(1, len(pages) + 1))
    assert long == []


def test_links_between_documents_lead_somewhere():
    broken = [
        f"{page.relative_to(ROOT)} → {target}"
        for page in written_files(".md")
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)\s#]+)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]

    assert broken == []


def test_the_operations_page_names_every_setting_and_no_other():
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")

    told = {name.lower() for name in re.findall(r"`PERMANENCE_([A-Z_]+)`", page)}
    told_of_backend = {name.lower() for name in re.findall(r"`_([A-Z_]+)`", page)} | {"host"}
    assert told - {"backend_host"} == set(Settings.model_fields) - {"backend_host"}
    assert told_of_backend == set(BackendSettings.model_fields)


def test_sample_circulars_say_that_they_are_examples(samples):
    files = sorted(samples.iterdir())

    assert 6 <= len(files) <= 12
    assert [
        path.name for path in files if "Document d’exemple : contenu fictif" not in path.read_text("utf-8")
    ] == []


TEXTS = (".py", ".md", ".txt", ".html", ".css", ".js", ".mjs", ".json", ".yml", ".jsonl", ".csv", ".toml")


def test_phone_numbers_are_fictitious():
    numbers = {
        match[0]
        for path in written_files(*TEXTS)
        for match in re.finditer(
            r"(?<![\d.,/-])0[1-9](?:[ \u00a0.]\d\d){4}(?![\d,])", path.read_text("utf-8")
        )
    }

    real = {number for number in numbers if re.sub(r"[\u00a0.]", " ", number)[:8] not in FICTION_PHONES}
    assert len(numbers) >= 2
    assert real == set()


def test_mailboxes_are_fictitious():
    boxes = {
        match[0].lower()
        for path in written_files(*TEXTS)
        if path.name not in {"package-lock.json"}
        for match in re.finditer(
            r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}", path.read_text("utf-8"), re.IGNORECASE
        )
    }

    assert len(boxes) >= 3
    assert {box for box in boxes if not box.endswith(FICTION_MAILBOXES)} == set()


def test_nobody_of_the_real_circulars_is_named(shared_dir):
    # The words are read where they are kept, so that this file does not hold them either.
    hook = (shared_dir / "hooks" / "before-stop").read_text(encoding="utf-8")
    words = re.search(r"git grep -nIiE '([^']+)'", hook)
    if words is None:
        pytest.skip("the list of names is not in the hook any more")

    found = subprocess.run(
        ["git", "grep", "-nIiE", words[1]], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert found.returncode in {0, 1}, found.stderr
    assert found.stdout == ""
