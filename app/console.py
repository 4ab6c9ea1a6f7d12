"""What the command line says: results on the standard output, one clear line when it cannot go on."""

import errno
import os
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn, TextIO

import typer
from pydantic import ValidationError
from pydantic_settings import SettingsError
from sqlalchemy.exc import OperationalError

from app import arguments
from app.settings import EXPECTED, QUESTION_LENGTH, Settings, UnsafeSettings, refuse_unsafe

FULL = "Le disque est plein. Rien n’est à moitié écrit. Libérez de la place, puis recommencez."

# Told how much is done, of how much.
Step = Callable[[int, int], None]


def run(cli: typer.Typer) -> NoReturn:
    """Run a command; whatever it meets, one French line and an exit code, never a stack trace."""
    code = 0
    try:
        code = cli(standalone_mode=False) or 0
    except typer.TyperException as error:
        tell(arguments.sentence(error))
        sys.exit(2)
    except BrokenPipeError:
        # The reader left (`| head`): the interpreter must not complain while it closes the output.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        sys.exit(130)
    except (OSError, OperationalError, UnicodeDecodeError) as error:
        tell(_sentence(error))
        sys.exit(1)
    sys.exit(code)


def fail(sentence: str) -> NoReturn:
    tell(sentence)
    raise typer.Exit(1)


def tell(sentence: str) -> None:
    """Say it beside the results: on the error output."""
    sys.stderr.write(f"{sentence}\n")


def out(line: str) -> None:
    """One line of result, at once: a reader at the other end of a pipe must not wait."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def read_settings() -> Settings:
    try:
        settings = Settings()
        refuse_unsafe(settings)
    except ValidationError as error:
        fail(f"Réglage invalide : {' ; '.join(_expected(str(one['loc'][0])) for one in error.errors())}.")
    except SettingsError as error:
        # Told by its name only inside the sentence: a list that is no JSON.
        named = next((name for name in EXPECTED if f'"{name}"' in str(error)), "")
        fail(f"Réglage invalide : {_expected(named)}.")
    except UnsafeSettings as error:
        fail(f"En production, donnez une valeur secrète à : {', '.join(error.names)}.")
    return settings


def _expected(name: str) -> str:
    return f"PERMANENCE_{name.upper()} attend {EXPECTED.get(name, 'une autre valeur')}"


def folder(path: Path) -> Path:
    """The folder, once sure that it can be listed."""
    if path.exists() and not path.is_dir():
        fail(f"C’est un fichier, et non un dossier : {path}")
    if not path.is_dir():
        fail(f"Ce dossier n’existe pas : {path}")
    if not os.access(path, os.R_OK | os.X_OK):
        fail(f"Ce dossier ne peut pas être lu : {path}. Vérifiez ses droits.")
    return path


def question(text: str) -> str:
    """The question, once sure that it can be read: the pages refuse the same."""
    if not any(char.isalnum() for char in text):
        fail("La question est vide.")
    if any(unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\r\t" for char in text):
        fail("La question contient des signes illisibles. Recopiez-la en texte simple.")
    if len(text) > QUESTION_LENGTH:
        fail(f"La question compte {len(text)} caractères ; {QUESTION_LENGTH} au plus.")
    return text


def open_text(path: Path) -> TextIO:
    try:
        return path.open(encoding="utf-8")
    except OSError as error:
        fail(f"Ce fichier ne peut pas être lu : {path} ({_reason(error)}).")


def _sentence(error: OSError | OperationalError | UnicodeDecodeError) -> str:
    if isinstance(error, UnicodeDecodeError):
        return "Ce fichier n’est pas un texte en UTF-8."
    if "full" in str(error):
        return FULL
    if isinstance(error, OperationalError):
        return f"La base de données ne répond pas : {error.orig}. « permanence doctor » dit quoi faire."
    if error.errno == errno.ENOSPC:
        return FULL
    return f"Impossible de lire ou d’écrire {error.filename or 'un fichier'} : {_reason(error)}."


def _reason(error: OSError) -> str:
    reasons = {
        errno.ENOENT: "il n’existe pas",
        errno.EACCES: "droits insuffisants",
        errno.EROFS: "le disque est en lecture seule",
        errno.EISDIR: "c’est un dossier",
    }
    return reasons.get(error.errno or 0, os.strerror(error.errno) if error.errno else str(error))
