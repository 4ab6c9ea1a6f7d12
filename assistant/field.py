"""The words of the field, on folded text: without any of them, a question out of the blue is not ours."""

import re

FIELD = re.compile(
    r"\b(?:copies?|lots?|paquets?|enveloppes?|correct\w*|corrig\w*|exam\w*|bac\b|bacs|baccalaureat|bts"
    r"|dnb|brevet|cap\b|bep|epreuves?|sujets?|notes?\b|noter"
    r"|notation|points?|demi-points?|bareme|candidats?|eleves?|jurys?|harmo\w*|entente|oral|oraux"
    r"|ecrits?|ece\b|tp\b|grand oral|interrog\w*|santorin|centaurin"
    r"|imag'?in|lotanet|cyclades|bordereaux?|emargement|saisi\w*|saisie|verrouill\w*|scan\w*|numeris\w*"
    r"|scanner|pages?|feuilles?|anonym\w*|centres?|lycees?"
    r"|rectorat|academi\w+|circulaires?|bulletin|note de service|convo\w*|missions?|etats? de frais"
    r"|frais|indemni\w+|rembours\w*|remuner\w*|paye\w*|service fait"
    r"|chef de centre|surveill\w+|amenagements?|tiers-temps|handicap\w*|absen\w+|ab\b|cb\b|cge\b|cmen"
    r"|en\b(?= ou )|stl\b|stmg|sti2d|st2s|philo\w*|maths?|svt\b|ses\b"
    r"|hggsp|specialites?|sessions?|fraude\w*|triche\w*|deliberation\w*|attestation|destruction"
    r"|archiv\w*|diec\b|dec\d?\b|siec\b|ipr\b|inspect\w+|recteur|snalc"
    r"|syndica\w*|experimentation|pilotes?|portail|repas|dejeuner|cantine|nuitees?|kilomet\w*|trajets?"
    r"|deplacements?|justificatif\w*|certif\w*|medica\w+|dispens\w*|malad\w*"
    r"|pv\b|proces-verba\w+|annexes?|fiches?|commission|reunions?|professeur|prof\b|profs\b|enseignants?"
    r"|correctr\w+|examinateur\w*|secretaire|scripteur|duplicata"
    r"|renumeris\w*|dossier financier|assistance|messagerie|epreuve|rattrap\w*|appreciation"
    r"|evaluation|mobilis\w*|code\w* (?:site|de site)|signal\w*)"
)
