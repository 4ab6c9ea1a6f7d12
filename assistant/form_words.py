"""The words by which one leaves, refuses or changes an open form, on folded text."""

import re

NO_WORDS = re.compile(r"^\W*(?:non|nan|no|pas du tout|ce n'est pas|c'est pas|incorrect|faux|negatif)\b")
CANCEL_WORDS = re.compile(
    r"^\W*(?:(?:non|nan|bon|ok|ah|oh|bah|ben|bof|euh|pff+|allez|finalement|en fait|desole\w?|tout"
    r"|tant pis)\W+)*"
    r"(?:(?:j')?annul\w*"
    r"|laisse\w*(?: tomber| beton)"
    r"|oubli\w+(?: ca)?|stop|abandon\w*|j'abandonne|tant pis"
    r"|fausse alerte|arrete\w*|quitter|on arrete|on laisse|je renonce|finalement non|pas la peine"
    r"|inutile|ne (?:faites|fais) rien|plus la peine|(?:plus|pas) besoin(?! de (?:la|le|les|changer|corriger"
    r"|preciser)\b))\b"
)
ANOTHER_LOT = re.compile(r"^\W*(?:(?:non|dans|c'est|c'est dans) )?(?:un )?autre(?: lot)?\W*$")
RETRY_WORDS = re.compile(r"^\W*(?:re-?essa\w+|recommence\w*|encore une fois)\b")
# Words by which a message changes the open report rather than begins another.
CORRECTING = re.compile(
    r"\b(?:pardon|erreur|plutot|au lieu|a la place|trompe\w*|desole\w*|remplac\w+|chang\w+|corrig\w+"
    r"|modifi\w+|rectifi\w+|aussi|egalement|ajout\w+|en plus|enlev\w+|retir\w+|c'est (?:la|le))\b"
)
