"""The locks say the same thing, name no machine of ours, and bring no licence that decision 4 refuses."""

import importlib.metadata
import json
import re
import tomllib

import pytest
from packaging.requirements import Requirement

PERMISSIVE = re.compile(
    r"\b(MIT|BSD|0BSD|Apache|ISC|PSF|Python Software Foundation|HPND|Zlib|CC0|CNRI|Unlicense)\b|BSL-1"
)
WEAK_COPYLEFT = re.compile(r"\bMPL[- ]2\.0\b|Mozilla Public License 2\.0")
NPM_LICENCES = {"MIT", "BSD-3-Clause", "OFL-1.1", "MPL-2.0"}
# Files of the public registries: what uv writes when no mirror is configured.
PUBLIC_HOSTS = {"pypi.org", "files.pythonhosted.org"}


def requirements(path) -> list[tuple[Requirement, list[str]]]:
    """Each pinned line with its hashes."""
    lines = path.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    pinned = [line for line in lines if line and not line.startswith((" ", "#"))]
    return [
        (Requirement(line.split("--hash")[0].strip()), re.findall(r"--hash=(\S+)", line)) for line in pinned
    ]


# Under the LGPL, imported as they are and never changed: decision 23.
AS_A_LIBRARY = {"fpdf2"}


def licence_of(name: str) -> str:
    about = importlib.metadata.metadata(name)
    classifiers = [c for c in about.get_all("Classifier") or [] if c.startswith("License ::")]
    return about.get("License-Expression") or " | ".join(classifiers) or (about.get("License") or "")[:80]


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "requirements-st.txt"])
def test_plain_pip_installs_exactly_what_uv_does(root, name):
    locked = tomllib.loads((root / "uv.lock").read_text(encoding="utf-8"))["package"]
    versions = {(package["name"], package["version"]) for package in locked if "version" in package}

    pinned = requirements(root / name)

    assert len(pinned) > 40
    assert {(need.name, str(need.specifier).removeprefix("==")) for need, _ in pinned} <= versions
    assert [str(need) for need, hashes in pinned if not hashes] == []


def test_every_dependency_of_the_project_is_in_the_exported_requirements(root):
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    exported = {need.name for need, _ in requirements(root / "requirements.txt")}

    wanted = {Requirement(line).name for line in project["dependencies"]}

    assert wanted - exported == set()


def test_the_locks_name_public_registries_only(root):
    uv_lock = (root / "uv.lock").read_text(encoding="utf-8")
    npm_lock = json.loads((root / "package-lock.json").read_text(encoding="utf-8"))

    assert set(re.findall(r"https?://([^/\"]+)", uv_lock)) <= PUBLIC_HOSTS
    assert [name for name, package in npm_lock["packages"].items() if "resolved" in package] == []
    for name in ("requirements.txt", "requirements-dev.txt", "requirements-st.txt"):
        assert "://" not in (root / name).read_text(encoding="utf-8")


def test_every_python_dependency_has_a_licence_that_stays_with_its_files(root):
    needs = [need for need, _ in requirements(root / "requirements.txt")]
    installed = [need.name for need in needs if need.marker is None or need.marker.evaluate()]

    refused = {
        name: licence
        for name in installed
        if name not in AS_A_LIBRARY
        and (re.search(r"\b[AL]?GPL", licence := licence_of(name)) or not _is_accepted(licence))
    }

    assert len(installed) > 40
    assert refused == {}


def _is_accepted(licence: str) -> bool:
    return bool(PERMISSIVE.search(licence) or WEAK_COPYLEFT.search(licence))


def test_every_npm_package_has_a_known_licence(root):
    lock = json.loads((root / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}

    assert {name for name, package in packages.items() if package["license"] not in NPM_LICENCES} == set()
