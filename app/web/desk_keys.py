"""The keys of the desk: one letter, one gesture; the page's list and its script read this table."""

from dataclasses import dataclass

from ticketing.views import View


@dataclass(frozen=True, slots=True)
class Key:
    name: str  # as the browser says it
    shown: str
    label: str


GESTURES: tuple[tuple[str, tuple[Key, ...]], ...] = (
    (
        "Dans la liste",
        (
            Key("j", "j", "Demande suivante de la liste"),
            Key("k", "k", "Demande précédente de la liste"),
            Key("s", "s", "Ouvrir la suivante"),
            Key("p", "p", "Ouvrir la précédente"),
            Key("x", "x", "Choisir la ligne, pour un geste sur plusieurs"),
            Key("b", "b", "Autres gestes sur les demandes choisies"),
            Key("/", "/", "Chercher"),
            Key("g", "g puis une lettre", "Aller à une vue"),
        ),
    ),
    (
        "Dans la demande",
        (
            Key("r", "r", "Répondre au demandeur"),
            Key("n", "n", "Écrire une note interne"),
            Key("m", "m", "Choisir une macro"),
            Key("a", "a", "M’attribuer la demande"),
            Key("c", "c", "Attribuer à un collègue"),
            Key("u", "u", "Changer la priorité"),
            Key("v", "v", "Regarder la page : flèches, + et −"),
            Key("t", "t", "Résoudre, ou appliquer la macro"),
            Key("z", "z", "Annuler le dernier geste, tant que c’est proposé"),
        ),
    ),
    ("Partout", (Key("?", "?", "Cette liste"),)),
)
# These need no switch: nobody types them by mistake, nor dictates them.
CHORDS: tuple[tuple[str, str], ...] = (
    ("Ctrl + K", "Palette de commandes"),
    ("Ctrl + Entrée", "Envoyer ce qui est écrit"),
    ("Espace", "Choisir la ligne où l’on est"),
    ("Échap", "Quitter un champ, fermer une fenêtre"),
)
# After « g ».
VIEWS: dict[str, str] = {
    View.TODO: "t",
    View.MINE: "m",
    View.URGENT: "u",
    View.DEADLINE: "e",
    View.WAITING_CENTRE: "c",
    View.WAITING_REQUESTER: "d",
    View.WAITING_THIRD_PARTY: "i",
    View.OPEN: "o",
    View.RESOLVED: "r",
}
