"""What people type about a copy, and what must be read of it: numbers in words, lists, typing errors, SMS."""

import pytest

from assistant.entities import read_entities
from assistant.words import plain

# A message | what is read of it. `lot`, `copie`, `page`, `ref` and `doc` are empty when they are not given;
# the others are looked at when they are.
TABLE = """
La 0423 du 17 est illisible en p3 | lot=17 copie=0423 page=3 defaut=illisible
la 0423 du 17 p3 floue | lot=17 copie=0423 page=3 defaut=flou
cop 0423 lot 17 p 3 flou | lot=17 copie=0423 page=3 defaut=flou
COPIE 0423 LOT 17 PAGE 3 FLOUE | lot=17 copie=0423 page=3 defaut=flou
copie n°0423, lot n°17, page n°3 : floue | lot=17 copie=0423 page=3 defaut=flou
copie no 88 du lot no 4 | lot=4 copie=88
copie nr 88 lot nr 4 | lot=4 copie=88
copie numéro 88 | copie=88
copie num 88 lot num 12 | lot=12 copie=88
copie #88 lot #12 | lot=12 copie=88
lot: 12 copie: 0088 page: 4 | lot=12 copie=0088 page=4
lot=12, copie=0088 | lot=12 copie=0088
lot12 copie88 | lot=12 copie=88
lot12 cop88 p4 | lot=12 copie=88 page=4
l12 c88 p4 | lot=12 copie=88 page=4
c0423 l17 p3 | lot=17 copie=0423 page=3
LOT17/0423 p2 | lot=17 copie=0423 page=2
lot 17/0423 | lot=17 copie=0423
0423/17 | lot=17 copie=0423
0423-17 page 2 coupée | copie=0423 lot=17 page=2 defaut=page_coupee
copie 0423 (lot 17) | lot=17 copie=0423
la 0423 (lot 17), page 3 | lot=17 copie=0423 page=3
lot 17 : 0423, page 3 | lot=17 copie=0423 page=3
dans le lot 17 la 0423 a la page 3 floue | lot=17 copie=0423 page=3 defaut=flou
dans le 17, copie 0423, p.3 | lot=17 copie=0423 page=3
sur le 17 la copie 0423 est floue | lot=17 copie=0423 defaut=flou
g un pb avec la 0423 ds le 17 | lot=17 copie=0423
la 0423 ds le lot 17 | lot=17 copie=0423
la 423 du 17 page trois | lot=17 copie=423 page=3
la copie quatre cent vingt-trois du lot dix-sept | lot=17 copie=423
copie quatre cent vingt trois | copie=423
lot dix sept copie douze page deux | lot=17 copie=12 page=2
lot vingt et un | lot=21
lot soixante-douze, copie quatre-vingt-onze | lot=72 copie=91
lot soixante et onze | lot=71
copie quatre-vingt-dix-sept | copie=97
copie quatre vingt dix sept | copie=97
copie cent | copie=100
copie deux cents | copie=200
copie mille deux cent trois | copie=1203
copie zéro quatre cent vingt-trois | copie=0423
copie zero douze | copie=012
page une de la copie 9 | copie=9 page=1
p3 | page=3
p.3 | page=3
p 3 | page=3
pg3 | page=3
pge 3 | page=3
pag 3 | page=3
paje 3 | page=3
page3 | page=3
page 03 | page=03
pages 3-5 | page=3,4,5
pages 2 à 4 | page=2,3,4
pages 2 a 4 | page=2,3,4
page 2 jusqu'à 4 | page=2,3,4
de la page 2 à la page 4 | page=2,3,4
pages 2, 3 et 5 | page=2,3,5
page 2 et page 5 | page=2,5
pages 1,2,3 | page=1,2,3
pages 1/2/3 | page=1,2,3
p2 et p3 | page=2,3
p2, p3 et p4 de la 88 | copie=88 page=2,3,4
p2/p3 | page=2,3
p2-p3 | page=2,3
pages deux et trois | page=2,3
page deux à quatre | page=2,3,4
troisième page | page=3
la troisieme page | page=3
3ème page | page=3
3eme page | page=3
3e page de la 88 | copie=88 page=3
la 1ère page | page=1
première page | page=1
premiere et derniere page | page=1,dernière
la dernière | page=dernière
dernière page | page=dernière
derniere feuille de la copie 12 | copie=12 page=dernière
page de fin | page=
la dernière page de la 0088 est noire | copie=0088 page=dernière defaut=page_noire
dernier feuillet | page=dernière
le verso | page=verso
au verso de la copie 12 | copie=12 page=verso
verso noir copie 12 | copie=12 page=verso defaut=page_noire
l'avant-dernière page | page=
2e feuille | page=2
feuille 4 | page=4
feuillet 2 | page=2
seconde page | page=2
la page 3 sur 8 | page=3
p3/8 | page=3
page 3/8 de la copie 12 | copie=12 page=3
copies 12, 13 et 15 | copie=12,13,15
copies 12,13,15 du lot 8 | lot=8 copie=12,13,15
copies 12 à 15 | copie=12,13,14,15
les copies 0012 et 0013 | copie=0012,0013
les 12, 13 et 15 du lot 8 | lot=8 copie=12,13,15
les 0012 et 0013 du 8 | lot=8 copie=0012,0013
copie 12 et 13 | copie=12,13
copie 12 & 13 | copie=12,13
copie 12 + 13 lot 8 | lot=8 copie=12,13
la 12, la 13 et la 15 du lot 8 | lot=8 copie=12,13,15
copie 12 et copie 15 | copie=12,15
copie 12 ou 13 je ne sais plus | copie=12,13
lots 17 et 18 | lot=17,18
lots 17, 18, 19 | lot=17,18,19
lots 3 à 5 | lot=3,4,5
paquet 9 copie 7 | lot=9 copie=7
pochette 9 | lot=9
enveloppe 9 | lot=9
mon lot de philo |
le lot de 55 copies |
lot de 55 copies |
j'ai 55 copies |
il manque 2 pages à la copie 12 | copie=12 defaut=page_manquante
il manque deux pages copie 12 | copie=12 defaut=page_manquante
3 pages floues copie 12 | copie=12 defaut=flou
copie 12 : 4 pages au lieu de 8 | copie=12
la copie 12 de 8 pages | copie=12
j'ai noté 12/20 la copie 33 | copie=33
j'ai mis 14 à la copie 33 | copie=33
le 12 juin copie 33 | copie=33
depuis le 12/06 la copie 33 est floue | copie=33 defaut=flou
à 14h30 la copie 33 | copie=33
copie 33 signalée il y a 2 jours | copie=33
la question 4 de la copie 33 est coupée | copie=33 defaut=page_coupee
exercice 2 page 3 | page=3
salle 12 copie 33 | copie=33
bac 2026 copie 33 | copie=33
le bulletin 343 dit quoi | doc=343
la circulaire n° 2024-118 parle de la copie 12 | copie=12 doc=2024-118
DIEC/17-738-1722 | doc=DIEC/17-738-1722
que dit le DEC1/26-041 du lot 17 | lot=17 doc=DEC1/26-041
copie ilisible lot 3 | lot=3 defaut=illisible
on voi rien copie 12 | copie=12 defaut=illisible
jarive pa a lire la copie 12 | copie=12 defaut=illisible
c tt flou | defaut=flou
c floux | defaut=flou
image brouillée | defaut=flou
page flou lot 25 | lot=25 defaut=flou
pixellisé | defaut=flou
trop pale | defaut=trop_clair
on distingue a peine l'écriture | defaut=trop_clair
crayon presque effacé | defaut=trop_clair
tro clair | defaut=trop_clair
page toute noir | defaut=page_noire
page sombre | defaut=page_noire
page blanche | defaut=page_blanche
la page 4 est vide | page=4 defaut=page_blanche
manke la page 3 | page=3 defaut=page_manquante
il mank une page copie 12 | copie=12 defaut=page_manquante
page manquente | defaut=page_manquante
page 3 absante copie 8 | copie=8 page=3 defaut=page_manquante
g que 3 pages sur 4 copie 8 | copie=8 defaut=page_manquante
coupé en bas | defaut=page_coupee
coupe a droite p3 | page=3 defaut=page_coupee
rogné sur le coté | defaut=page_coupee
le scan a mangé le bord | defaut=page_coupee
tronqué | defaut=page_coupee
désordre dans les pages de la copie 8 | copie=8 defaut=pages_desordre
pages dans le desordre | defaut=pages_desordre
pages mélangées | defaut=pages_desordre
page 3 avant la page 2 | page=3,2 defaut=pages_desordre
a l'envers | defaut=orientation
à lenvers p3 | page=3 defaut=orientation
scannée de travers | defaut=orientation
tournée à 90° | defaut=orientation
tête en bas | defaut=orientation
deux feuilles superposées | defaut=superposition
pages collées copie 8 | copie=8 defaut=superposition
on voit le verso a travers | defaut=superposition
une page d'un autre élève | defaut=autre_copie
c pas la bonne copie | defaut=autre_copie
écriture différente a partir de la page 5 | page=5 defaut=autre_copie
page en double | defaut=doublon
2 fois la meme page copie 8 | copie=8 defaut=doublon
page 2 dupliquée | page=2 defaut=doublon
le nom est visible | defaut=nom_visible
on voit le prénom du candidat | defaut=nom_visible
ya le nom de l'eleve | defaut=nom_visible
pas anonymisée | defaut=nom_visible
tache de café p3 | page=3 defaut=taches
taches d'encre | defaut=taches
trait noir sur toute la page 2 | page=2 defaut=taches
la copie 12 ne s'ouvre pas | copie=12 defaut=affichage
copie 12 saffiche pas | copie=12 defaut=affichage
la page 3 charge pas | page=3 defaut=affichage
ecran blanc quand j'ouvre la 12 | copie=12 defaut=affichage
santorin rame | app=santorin trouble=lenteur
santorun ne marche plus | app=santorin trouble=connexion_impossible
sentorin bug | app=santorin trouble=connexion_impossible
centaurin est en panne | app=santorin trouble=connexion_impossible
imagin marche pas | app=imagin trouble=connexion_impossible
imag in ne repond plus | app=imagin trouble=connexion_impossible
imajin bloqué | app=imagin trouble=connexion_impossible
lotanet erreur 500 | app=lotanet trouble=erreur_serveur
lottanet rame | app=lotanet trouble=lenteur
siclade plante | app=cyclades trouble=erreur_serveur
cyclade refuse mon mdp | app=cyclades trouble=identifiants_refuses
deco toutes les 2 min | trouble=deconnexions
je me fais éjecter de santorin | app=santorin trouble=deconnexions
plu de wifi | trouble=panne_reseau
internet coupé au lycée | trouble=panne_reseau
code refusé sur lotanet | app=lotanet trouble=identifiants_refuses
mon ticket P-2026-000123 | ref=P-2026-000123
p2026-123 | ref=P-2026-000123
ticket p 2026 123 | ref=P-2026-000123
T-2026-7 | ref=T-2026-000007
ticket T-310 | ref=T-310
la demande P-2026-12 et la P-2026-13 | ref=P-2026-000012,P-2026-000013
session 2027 du bts à Toulouse | session=2027 exam=bts acad=Toulouse
bac 26 à tolouse | session=2026 exam=bac_general,bac_techno acad=Toulouse
le brevet à aix marseille | exam=dnb acad=Aix-Marseille
acad de bordeau | acad=Bordeaux
bac pro nancy metz | exam=bac_pro acad=Nancy-Metz
dnb strasbour 2025 | session=2025 exam=dnb acad=Strasbourg
cap et bts | exam=cap,bts
"""
ALWAYS = ("lot", "copie", "page", "ref", "doc")


def cases():
    for line in TABLE.strip().splitlines():
        text, _, expected = line.partition(" |")
        fields = dict(field.split("=") for field in expected.split())
        yield pytest.param(text, {name: said for name, said in fields.items() if said}, id=text)


def read(text):
    entities = read_entities(plain(text))
    found = {
        "lot": entities.lots,
        "copie": entities.copies,
        "page": entities.pages,
        "defaut": (entities.defect or "",),
        "trouble": (entities.trouble or "",),
        "app": (entities.application or "",),
        "ref": entities.references,
        "doc": entities.mentions.documents,
        "session": entities.mentions.sessions,
        "exam": entities.mentions.exams,
        "acad": entities.mentions.academies,
    }
    return {name: ",".join(values) for name, values in found.items()}


@pytest.mark.parametrize(("text", "expected"), list(cases()))
def test_a_message_says_what_it_is_about(text, expected):
    said = read(text)

    looked_at = {name: said[name] for name in {*ALWAYS, *expected} if said[name] or name in expected}
    assert looked_at == expected


def test_the_table_is_as_long_as_people_are_inventive():
    assert len(list(cases())) >= 150
