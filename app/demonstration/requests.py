"""What else the demonstration's people ask: a connection, their pay, a rule, somebody to talk to."""

from app.demonstration.script import Does, Scene, Step, days, hours, minutes, notes, says, takes
from ticketing.vocabulary import Kind, Priority, Team, TicketState, Trouble

BTS, PHILO, MATHS, STL = "correctrice-bts", "correcteur-philo", "correctrice-maths", "interrogatrice-stl"
CENTRE, SCANNING = "chef-centre", "numerisation"
AGENT, OTHER_AGENT, SUPERVISOR = "agent-a", "agent-b", "superviseure"
OFFICE, INSPECTOR, CELL = "dec", "inspecteur", "cellule-alerte"

CONNECTION: tuple[Scene, ...] = (
    Scene(
        "slow", BTS, days(5), Kind.CONNECTIVITY, "Chaque page met une minute à venir.\nDepuis : une heure.",
        (
            takes(hours(2), OTHER_AGENT),
            says(
                hours(2.2), OTHER_AGENT,
                "Le réseau de votre lycée était saturé. Il est rétabli.",
                TicketState.RESOLVED,
            ),
            Step(hours(20), BTS, Does.CONFIRMS),
        ),
        trouble=Trouble.SLOW, application="SANTORIN",
    ),
    Scene(
        "no-connection", BTS, hours(6), Kind.CONNECTIVITY,
        "La page de connexion s’ouvre, puis une erreur s’affiche.\nDepuis : une heure.",
        (
            takes(minutes(30), OTHER_AGENT),
            says(
                minutes(40), OTHER_AGENT,
                "Pouvez-vous joindre une photo de l’erreur ? Vos copies et vos annotations sont gardées.",
            ),
            Step(minutes(70), BTS, Does.SHOWS, "Voici ce qui s’affiche, sur deux postes différents."),
            notes(minutes(95), OTHER_AGENT,
                "Erreur 503 : même code que l’incident du mois dernier. À surveiller.",
            ),
        ),
        trouble=Trouble.NO_CONNECTION, application="SANTORIN",
    ),
    Scene(
        "no-connection-again", BTS, hours(5.2), Kind.CONNECTIVITY,
        "Je n’ai toujours pas accès à mes lots.\nDepuis : une heure.",
        (Step(minutes(25), OTHER_AGENT, Does.MERGES, value="no-connection"),),
        trouble=Trouble.NO_CONNECTION, application="SANTORIN",
    ),
    Scene(
        "credentials", PHILO, hours(4), Kind.CONNECTIVITY,
        "Mon mot de passe est refusé.\nDepuis : hier.",
        (
            takes(minutes(35), AGENT),
            says(
                minutes(40), AGENT,
                "Votre compte est actif. Avez-vous changé de mot de passe académique depuis hier ?",
            ),
        ),
        trouble=Trouble.REFUSED_CREDENTIALS, application="SANTORIN",
    ),
    Scene(
        "server-error", SCANNING, hours(3), Kind.CONNECTIVITY,
        "L’envoi d’un paquet de copies s’arrête à la moitié.\nDepuis : ce matin.",
        trouble=Trouble.SERVER_ERROR, application="SANTORIN",
    ),
)  # fmt: skip

MISSIONS: tuple[Scene, ...] = (
    Scene(
        "expenses-stl", STL, days(9), Kind.EXPENSE,
        "Transport : voiture\nDistance : 42 km\n\nMon état de frais est toujours « Non validé ».",
        (
            takes(days(1), SUPERVISOR),
            says(
                days(1.1), SUPERVISOR,
                "Il manquait l’attestation du centre. Elle est arrivée : votre état de frais part cette "
                "semaine.",
                TicketState.RESOLVED,
            ),
        ),
        mission="Interrogation, ECE STL, lycée des Violettes",
    ),
    Scene(
        "expenses-bts", BTS, days(6), Kind.EXPENSE,
        "Transport : train\n\nL’aller-retour du 4 juin n’est pas compté.",
        mission="Harmonisation, BTS, lycée de la Garrigue",
    ),
    Scene(
        "absence-bts", BTS, hours(19), Kind.ABSENCE,
        "Je suis souffrante et ne pourrai pas venir à la réunion d’harmonisation.",
        (
            takes(hours(1), OFFICE),
            says(
                hours(1.2), OFFICE,
                "Votre absence est notée. Je cherche qui vous remplace à la réunion ; vos lots vous restent.",
                TicketState.WAITING_THIRD_PARTY,
            ),
        ),
    ),
    Scene(
        "absence-maths", MATHS, hours(2.5), Kind.ABSENCE,
        "Je suis hospitalisée à partir de demain et ne pourrai pas finir mon lot.",
    ),
)  # fmt: skip

QUESTIONS: tuple[Scene, ...] = (
    Scene(
        "somebody-maths", MATHS, days(7), Kind.HUMAN, "Je voudrais savoir qui suit mon changement de centre.",
        (
            takes(hours(3), AGENT),
            says(
                hours(3.1), AGENT, "Votre changement est enregistré : le collège du Beffroi vous attend.",
                TicketState.RESOLVED,
            ),
        ),
    ),
    Scene(
        "packet-lists", CENTRE, days(3), Kind.QUESTION,
        "Faut-il un bordereau par salle ou par épreuve pour les copies à numériser ?",
        (
            takes(hours(2), AGENT),
            says(hours(2.3), AGENT,
                "Un bordereau par salle. Combien de salles avez-vous pour cette épreuve ?",
            ),
            says(hours(5), CENTRE, "Quatre salles, dont une de temps majoré."),
            notes(hours(5.5), AGENT, "Le texte ne dit rien du temps majoré : je demande à la superviseure."),
            notes(hours(7), SUPERVISOR,
                "Même règle : un bordereau de plus. À proposer au bureau des textes.",
            ),
            says(hours(7.4), AGENT, "Il en faut donc quatre, celui du temps majoré compris."),
            says(hours(22), CENTRE, "Merci. Où faut-il classer celui du temps majoré dans le paquet ?"),
        ),
    ),
    Scene(
        "how-to-mark-philo", PHILO, days(2.4), Kind.MARKING,
        "Un candidat traite le sujet sans citer d’auteur. Que dit l’inspection de ce cas ?",
    ),
    Scene(
        "how-to-mark-bts", BTS, hours(28), Kind.MARKING,
        "La consigne demande trois documents ; un candidat en confronte quatre. Comment le prendre en compte "
        "?",
        (
            takes(hours(2), INSPECTOR),
            says(
                hours(2.5), INSPECTOR,
                "La réunion d’entente a retenu ce cas. Le compte rendu vous est envoyé par la coordonnatrice "
                "; "
                "vous convient-il ?",
            ),
        ),
    ),
    Scene(
        "jury-stl", STL, hours(25), Kind.QUESTION,
        "Le règlement prévoit-il un second interrogateur quand un candidat refuse le tirage au sort ?",
        (
            takes(hours(1), AGENT),
            Step(
                hours(1.4), AGENT, Does.HANDS_OVER, "Seul le bureau des examens de Toulouse peut répondre.",
                Team.EXAM_OFFICE,
            ),
        ),
    ),
    Scene(
        "somebody-centre", CENTRE, hours(5), Kind.HUMAN,
        "Le scanner du centre est en panne et trois lots attendent. Qui puis-je joindre ?",
        (
            Step(minutes(20), SUPERVISOR, Does.RAISES, "Trois lots attendent ce centre.", Priority.HIGH),
            Step(minutes(21), SUPERVISOR, Does.TAGS, "scanner en panne"),
            Step(minutes(22), SUPERVISOR, Does.GIVES, value=AGENT),
        ),
    ),
    Scene(
        "extra-time", BTS, hours(2), Kind.QUESTION,
        "Quel délai ai-je pour rendre les copies d’un candidat qui a composé à l’hôpital ?",
    ),
    Scene(
        "subject", CENTRE, hours(26), Kind.SUBJECT_INCIDENT,
        "Pendant l’épreuve : la page 3 du sujet manque dans un paquet de dix.",
        (
            takes(minutes(5), CELL),
            says(
                minutes(9), CELL,
                "Distribuez les sujets du paquet de secours. Notez l’heure de la remise dans le "
                "procès-verbal.",
            ),
        ),
        during_exam=True,
    ),
)  # fmt: skip
