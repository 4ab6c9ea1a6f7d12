"""`permanence contract`: what it prints, and how it ends."""

import json

import pytest

from app.cli import cli
from tests.connectors.conftest import TOKEN, backend_url, free_port  # noqa: F401  # a fixture


def ran(*arguments: str) -> int:
    people = () if "--person" in arguments else ("--person", "correctrice-bts", "--person", "dec")
    return cli(["contract", *arguments, *people], standalone_mode=False)


def described(root, tmp_path, **changed):
    """A description of a few addresses, so that the suite is short."""
    document = json.loads((root / "backend/openapi.json").read_text(encoding="utf-8"))
    paths = {path: document["paths"][path] for path in ("/v1/me", "/v1/me/lots", "/v1/academies")}
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps({**document, "paths": {**paths, **changed}}), encoding="utf-8")
    return str(path)


def test_a_backend_that_keeps_the_contract_ends_with_zero(backend_url, root, tmp_path, capsys):  # noqa: F811
    code = ran(backend_url, "--token", TOKEN, "--openapi", described(root, tmp_path))

    printed = capsys.readouterr().out.splitlines()
    assert code == 0
    assert printed[0] == "conforme   formes        GET /v1/me"
    assert printed[-1].startswith("conforme\u00a0: ")


def test_a_promise_that_is_not_kept_ends_with_one(backend_url, root, tmp_path, capsys):  # noqa: F811
    missing = {"get": {"summary": "Rien", "responses": {"200": {"content": {"application/json": {}}}}}}
    given = described(root, tmp_path, **{"/v1/promised": missing})

    assert ran(backend_url, "--token", TOKEN, "--openapi", given) == 1
    assert "écart      formes        GET /v1/promised : 404 au lieu de 200" in capsys.readouterr().out


@pytest.mark.parametrize("case", ["silent", "wrong token", "nobody", "no description"])
def test_what_cannot_be_checked_ends_with_two(backend_url, root, tmp_path, capsys, case):  # noqa: F811
    given = described(root, tmp_path)
    (tmp_path / "autre.json").write_text("[]", encoding="utf-8")
    arguments = {
        "silent": (f"http://127.0.0.1:{free_port()}", "--openapi", given),
        "wrong token": (backend_url, "--token", "autre", "--openapi", given),
        "nobody": (backend_url, "--token", TOKEN, "--person", "personne", "--openapi", given),
        "no description": (backend_url, "--token", TOKEN, "--openapi", str(tmp_path / "autre.json")),
    }

    assert ran(*arguments[case]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.endswith(".\n")
