"""The command line in French: its help, and what it says of arguments that it cannot take."""

import re
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

# What the library writes of its own, in the plain layout; ours around it is French already.
HELP: tuple[tuple[str, str], ...] = (
    (r"^Usage: ", "Usage : "),
    (r"^Arguments:$", "Arguments :"),
    (r"^Options:$", "Options :"),
    (r"^Commands:$", "Commandes :"),
    (r"\bCOMMAND \[ARGS\]\.\.\.", "COMMANDE..."),
    (r"\[required\]", "[obligatoire]"),
    (r"\[default: ", "[par défaut : "),
    (r"Show this message and exit\.", "Affiche cette aide."),
    # As wide as what they replace: the columns stay.
    (r"<str>", "TEXTE"),
    (r"<bool>", "      "),
    (r"<path>", "CHEMIN"),
)
MISTAKES: tuple[tuple[str, str], ...] = (
    (r"Missing argument '(?P<it>\S+?)'.*", "Il manque {it}."),
    (r"Missing option '(?P<it>\S+?)'.*", "Il manque l’option {it}."),
    (r"Missing command\.?", "Il manque une commande."),
    (r"No such option: (?P<it>\S+).*", "L’option {it} n’existe pas."),
    (r"No such command '(?P<it>.+?)'.*", "La commande « {it} » n’existe pas."),
    (r"Got unexpected extra arguments?(?:\(s\))? \((?P<it>.*)\)", "Argument en trop : {it}."),
    (r"Option '(?P<it>\S+)' requires .*", "L’option {it} attend une valeur."),
    (r"Option '(?P<it>\S+)' does not take a value\.?", "L’option {it} ne prend pas de valeur."),
    (r"Invalid value for '?(?P<it>[^':]+)'?: .*", "La valeur de {it} n’a pas la forme attendue."),
)
SEE_HELP = "« --help » montre ce qui est attendu."


class Command(TyperCommand):
    """A command whose help is in one language."""

    def get_help(self, ctx: Any) -> str:
        return in_french(super().get_help(ctx))


class Group(TyperGroup):
    """The same for a group of commands."""

    def get_help(self, ctx: Any) -> str:
        return in_french(super().get_help(ctx))


def in_french(text: str) -> str:
    for english, french in HELP:
        text = re.sub(english, french, text, flags=re.MULTILINE)
    return text


def sentence(error: typer.TyperException) -> str:
    """What is wrong with the arguments, on one line; the help itself when nothing at all was asked."""
    said = error.format_message()
    for english, french in MISTAKES:
        match = re.fullmatch(english, said, re.DOTALL)
        if match:
            return f"{french.format(**match.groupdict())} {SEE_HELP}"
    return said
