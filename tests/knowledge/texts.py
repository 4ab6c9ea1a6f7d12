"""Short circulars of an imaginary session, that act on one another."""

CORRECTION = """\
# Circulaire DEC1/31-041 – BTS, session 2031 : correction des copies

Rectorat de l’académie de Lille
Division des examens et concours
Circulaire DEC1/31-041 du 9 mars 2031

## 3. Correction

### 3.1 Lots

Chaque correcteur reçoit un lot de 90 copies. Le lot est corrigé au plus tard le 30 juin 2031.

### 3.2 Réunion

La réunion d’harmonisation se tient le mardi 24 juin 2031 à 14 h au lycée des Beffrois.

## 4. Saisie des notes

Le site de saisie est C10. Le portail ferme à 18 h.

| Code | Sens |
|---|---|
| AB | candidat absent |
| CB | copie blanche |
"""
RECTIFICATION = """\
Rectorat de l’académie de Lille
Division des examens et concours
Circulaire DEC1/31-052 du 7 avril 2031

Rectificatif à la circulaire DEC1/31-041 du 9 mars 2031 – BTS, session 2031 : réunion d’harmonisation

À la section 3.2, au lieu de « le mardi 24 juin 2031 à 14 h », lire « le jeudi 26 juin 2031 à 9 h ».

Le reste de la circulaire est sans changement.
"""
NEW_SECTION = """\
# Circulaire DEC1/31-060 – BTS, session 2031 : saisie des notes

Rectorat de l’académie de Lille
Circulaire DEC1/31-060 du 2 mai 2031

La section 4 de la circulaire DEC1/31-041 du 9 mars 2031 est remplacée par les dispositions suivantes.

## 4. Saisie des notes

Le site de saisie est C12. Le portail ferme à 12 h.
"""
NATIONAL = """\
# Note de service n° 2030-114 – Correction du BTS, session 2031

Ministère chargé de l’éducation nationale
Note de service n° 2030-114 du 18 novembre 2030

## 1. Réunions

La réunion d’harmonisation se tient avant le début de la correction, dans chaque académie.

## 2. Saisie des notes

Le portail de saisie ferme à 20 h.
"""
NICE = """\
# Circulaire DEC4/31-015 – BTS, session 2031 : correction des copies

Rectorat de l’académie de Nice
Circulaire DEC4/31-015 du 30 mars 2031

## 1. Saisie des notes

Le site de saisie est N30. La réunion d’harmonisation se tient le 19 juin 2031.
"""
FORMER = """\
# Circulaire DEC1/30-038 – BTS, session 2030 : correction des copies

Rectorat de l’académie de Lille
Circulaire DEC1/30-038 du 11 mars 2030

## 1. Saisie des notes

Le site de saisie est C08. La réunion d’harmonisation se tient le 20 juin 2030.
"""
SCALE = """\
# Barème de l’épreuve de mathématiques du diplôme national du brevet, session 2031

Ministère chargé de l’éducation nationale
Note de service n° 2031-139 du 9 mars 2031

| Exercice | Points |
|---|---|
| Exercice 1 | 18 points |
| Exercice 2 | 22 points |
"""
