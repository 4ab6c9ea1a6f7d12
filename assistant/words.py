"""Words of a message and of a text, made comparable: case, accents, endings, spelling, near synonyms."""

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache
from typing import Any

from rapidfuzz.distance import OSA
from snowballstemmer import stemmer

WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?", re.UNICODE)
APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "`": "'", "‘": "'", "\u00a0": " ", "\u202f": " "})

# Words that carry no topic, in questions and in circulars alike.
STOP = frozenset(
    """a ai alors apres as au aucun aussi autre aux avec avez avoir avons bien bonjour bonsoir c ca car ce cela celle
    celles celui ces cet cette ceux chez ci comme comment d dans de deja des dois doit doivent donc dont du elle elles
    en encore entre es est et etaient etait etant ete etes etre eu fait faire faut il ils j je juste l la laquelle le
    lequel les lesquelles lesquels leur leurs lors lui m ma mais me meme mes mettre mets mieux moi moins mon n ne ni
    non nos notre nous on ont ou par pas pendant peu peut peuvent peux plus plutot possible pour pourquoi pourrai
    pourrais pourrait puis puisje qu quand que quel quelle quelles quels qui quoi s sa sans se sera serait seront ses
    si soit son sont sous sur svp stp merci t ta tant te tes ton tous tout toute toutes tres tu un une va vais vas
    vers veut veux voici voir vont vos votre vous y etc peuton pouvez dites dire savoir cas faudra combien
    oui ok est-ce eux ici la-bas truc chose faudrait aura auront sommes suis deux fois exactement exact precisement
    actuellement maintenant toujours jamais environ peu pres stplait""".split()
)

SHORTHAND = {
    "koi": "quoi", "kwa": "quoi", "ki": "qui", "ke": "que", "kel": "quel", "kelle": "quelle", "kels": "quels",
    "kan": "quand", "kand": "quand", "qd": "quand", "qand": "quand", "pr": "pour", "ds": "dans", "pk": "pourquoi",
    "pkoi": "pourquoi", "cmt": "comment", "coment": "comment", "commen": "comment", "komen": "comment", "mm": "même",
    "tt": "tout", "bcp": "beaucoup", "qqch": "quelque chose", "qqn": "quelqu'un", "qq": "quelque", "ya": "il y a",
    "jdois": "je dois", "jpeux": "je peux", "chui": "je suis", "slt": "bonjour", "bjr": "bonjour", "nb": "nombre",
    "tel": "téléphone", "tél": "téléphone", "num": "numéro", "rdv": "rendez-vous", "càd": "c'est-à-dire",
    "peu-t": "peut", "fo": "faut", "kom": "comme", "avt": "avant", "ap": "après", "corec": "correcteur",
    "correc": "correction", "exam": "examen", "exams": "examens", "acad": "académie", "doc": "document",
    "docs": "documents", "photocop": "photocopie", "1h": "1 heure", "tps": "temps", "combi1": "combien",
    "combein": "combien", "justif": "justificatif", "max": "maximum", "mini": "minimum", "kil": "kilomètre",
    "km": "kilomètre", "indem": "indemnité",
}  # fmt: skip

# One line, one idea: each word of a line stands for the others, a little less than itself.
SAME = """
absent absence absents manquer seche secher venu
verrouiller cloturer clore verrouillage cloture
payer paye paie remuneration indemnite indemniser indemnisation toucher tarif taux montant gagner rapporter
rembourser remboursement frais prendre charge
envoyer renvoyer adresser transmettre retourner acheminer acheminement envoi expedier transmission partir parvenir
garder conserver archiver conservation archivage stocker
enseignant professeur prof correcteur examinateur interrogateur correctrice evaluateur intervenant jury
saisir saisie entrer rentrer taper inscrire porter ecrire renseigner
courriel mail mel email messagerie
telephone numero appeler joindre telephoner tel
cantine restaurant self
repas dejeuner diner manger
numeriser numerisation scanner dematerialisation dematerialise scan
malade maladie empechement empeche souffrant
secret confidentialite confidentiel divulguer diffusion diffuser
deplacement trajet route voyage
limite delai echeance butoir tard terme dernier
finir fin terminer achever termine acheve clos cloturer fermeture fermer
commencer debut debuter ouvrir ouverture ouvert demarrer
outil application logiciel plateforme plate-forme interface
eleve candidat etudiant
maison domicile chez
interdit interdire defendu proscrire prohibe
obligatoire imperatif obligation devoir
autoriser autorisation permettre droit permis
signaler signalement prevenir alerter avertir informer alerte
probleme incident difficulte souci anomalie panne bug
detruire destruction broyer bruler brulage broyage
nommer nom designer designation designe
convoquer convocation convoque
etape demarche procedure marche
maths mathematiques
philo philosophie
brevet dnb
bac baccalaureat
cge culture expression
pv proces-verbal
photo photographie
handicap handicape amenagement
remplacer remplacement remplacant
mention code valeur
lieu endroit adresse site
heure horaire
jour date
copie copies
duree temps
imprimer impression imprime
scripteur secretaire
kilometre kilometrique vehicule voiture
annuler annulation
nuit nuitee hotel hebergement
enveloppe paquet lot
chef directeur proviseur
rectifier corriger rectificatif
signer signataire signature signe
reunion seance commission
duplicata double
remettre rendre restituer remise deposer depot
calculatrice calculette
retard tardif tard
colis paquet caisse enveloppe
papier document piece justificatif
risquer risque sanction retenue penalite exposer
trier classer reclasser ranger tri classement
rattraper rattrapage substitution report reporter repasser
reutiliser utiliser utilisation reutilisation
rythme frequence quotidien quotidiennement hebdomadaire
fournir equiper livrer fourniture recevoir
craindre redouter inquietude crainte
choisir selectionner choix
modifier changer revenir modification changement
cesser arreter continuer
sortir generer editer
fuite fuiter divulgation
melange desordre ordre remettre
second deuxieme double
lecture relire relu
demi-point demi-points demi
recuperer retirer reprendre
fermer clore
cout couter gratuit
tricher tricheur fraude fraudeur
obliger obligatoire
regle consigne instruction
copie-test essai
remboursable rembourse pris
supplement supplementaire prolongation prolonger
grille fiche
passer presenter passage
sujet enonce
"""


def plain(text: str) -> str:
    """Text in one Unicode form, straight apostrophes, ordinary spaces."""
    return unicodedata.normalize("NFC", text).translate(APOSTROPHES)


@lru_cache(maxsize=4096)
def _bare(char: str) -> str:
    base = unicodedata.normalize("NFD", char)[0].lower()
    return base if len(base) == 1 else char


def fold(text: str) -> str:
    """Lower case without accents, character for character: offsets in `text` stay good."""
    return _fold(text)


@lru_cache(maxsize=8192)
def _fold(text: str) -> str:
    return "".join(map(_bare, text.translate(APOSTROPHES)))


_french: Any = stemmer("french")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Ending removed, on a folded word; codes and numbers are left whole."""
    if len(word) < 4 or any(c.isdigit() for c in word):
        return word
    return str(_french.stemWord(word))


def words(text: str) -> list[str]:
    """Folded words in order; elided articles are dropped (« l'absent » → absent)."""
    found = []
    for match in WORD.finditer(fold(text).replace("œ", "oe")):
        found.append(match.group().rsplit("'", 1)[-1] if "'" in match.group() else match.group())
    return found


def topic(text: str) -> list[str]:
    """Stems that carry meaning, in order, each once."""
    return list(dict.fromkeys(stem(w) for w in words(text) if w not in STOP and (len(w) > 1 or w.isdigit())))


def stems(text: str) -> frozenset[str]:
    return _stems(text)


@lru_cache(maxsize=8192)
def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(w) for w in words(text))


def _families() -> dict[str, frozenset[str]]:
    families: dict[str, frozenset[str]] = {}
    for line in SAME.strip().splitlines():
        group = frozenset(stem(w) for w in line.split())
        for member in group:
            families[member] = families.get(member, frozenset()) | group
    return families


FAMILIES = _families()


def likeness(wanted: str, present: Collection[str]) -> float:
    """How much a stem is said by others: itself 1, a misspelling .8, a near synonym .7, nothing 0."""
    if wanted in present:
        return 1.0
    return _alike(wanted, frozenset(present))


@lru_cache(maxsize=131072)
def _alike(wanted: str, present: frozenset[str]) -> float:
    if not FAMILIES.get(wanted, frozenset()).isdisjoint(present):
        return 0.7
    return max((_spelling(wanted, other) for other in present), default=0.0)


@lru_cache(maxsize=131072)
def _spelling(wanted: str, other: str) -> float:
    if len(wanted) < 5 or len(other) < 5 or wanted[0] != other[0] or wanted.isdigit():
        return 0.0
    if wanted.startswith(other) or other.startswith(wanted):
        return 0.8
    allowed = 1 if len(wanted) < 8 else 2
    return 0.8 if OSA.distance(wanted, other, score_cutoff=allowed) <= allowed else 0.0


CODE_BEFORE = re.compile(r"(code|mention|valeur|mets|met|mettre|saisi\w*|ab|ou|entre|rentre|note|00|,|«|\")\s*$", re.I)


def spelled_out(message: str) -> str:
    """A message without its shorthand: « cb de copies, je fais koi » → « combien de copies, je fais quoi »."""

    def expand(match: re.Match[str]) -> str:
        word = match.group()
        if word == "cb":
            return "CB" if CODE_BEFORE.search(message[: match.start()]) else "combien"
        return SHORTHAND.get(word.lower(), word)

    return re.sub(r"[^\W_]+", expand, plain(message))
