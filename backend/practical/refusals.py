"""What practical exams refuse, in HTTP and in French; the rule and where it is written."""

from backend.errors import BackendError
from backend.practical import errors

SOURCE = "circulaire ECE de Toulouse 2024"

REFUSALS: dict[type[BackendError], tuple[int, str]] = {
    errors.PracticalExamNotFound: (404, "Cette épreuve pratique n’existe pas ou ne vous est pas confiée."),
    errors.SheetNotFound: (404, "Cette fiche n’existe pas ou ne vous est pas confiée."),
    errors.PanelNotFound: (404, "Cette commission n’existe pas ou ne vous est pas confiée."),
    errors.NoMarkSheetInPracticalExams: (
        409,
        "Une épreuve pratique n’a pas de bordereau de notation : seules les fiches individuelles servent"
        f" ({SOURCE}, § 7.1).",
    ),
    errors.OnlyTheExaminerMarks: (
        403,
        "L’examinateur qui a interrogé le candidat saisit la note et le commentaire"
        f" ({SOURCE}, § 7.1). Le bureau des examens peut les rectifier.",
    ),
    errors.OnlyTheCentreDecides: (
        403,
        "Le chef d’établissement organise l’épreuve et distribue les candidats"
        f" ({SOURCE}, § 1 et 4). Lui et le bureau des examens décident aussi des absences (§ 6).",
    ),
    errors.OnlyTheCentreAttests: (
        403,
        f"Le chef d’établissement atteste la destruction des sujets qu’il a reçus ({SOURCE}, § 5).",
    ),
    errors.OnlyTheOfficeReceives: (
        403,
        f"L’attestation est adressée au bureau des examens, qui seul en note la réception ({SOURCE}, § 5).",
    ),
    errors.EntryClosed: (
        409,
        "Les notes se saisissent au plus tard le dernier jour des épreuves"
        f" ({SOURCE}, § 7.2). Passé ce jour, seul le bureau des examens peut modifier la fiche.",
    ),
    errors.PointsNotWhole: (
        422,
        f"La note s’exprime en points entiers, de 0 à 20 ({SOURCE}, § 7.1).",
    ),
    errors.CommentMissing: (
        422,
        f"La note s’accompagne d’un commentaire qualitatif, de 2000 caractères au plus ({SOURCE}, § 7.1).",
    ),
    errors.OwnSchool: (
        409,
        "Un candidat n’est jamais confié à un examinateur de son établissement : règle de distribution de"
        f" ce service, que la {SOURCE}, § 4, laisse à l’établissement.",
    ),
    errors.NotAnExaminer: (
        422,
        f"Cette personne n’interroge pas : les examinateurs sont désignés par l’inspection ({SOURCE}, § 4).",
    ),
    errors.OutsideTheCalendar: (
        422,
        f"Ce jour n’est pas l’un des jours du calendrier académique de l’épreuve ({SOURCE}, § 1).",
    ),
    errors.NotDistributed: (
        409,
        f"Les candidats sont d’abord distribués aux examinateurs ({SOURCE}, § 4 et 7.1).",
    ),
    errors.AlreadyMarked: (
        409,
        "Ce candidat a une note : un candidat noté n’est ni absent ni confié à un autre. Effacez d’abord"
        f" la note si elle est là par erreur ({SOURCE}, § 6 et 7.1).",
    ),
    errors.NoMarkToErase: (409, f"Cette fiche n’a pas de note à effacer ({SOURCE}, § 7.1)."),
    errors.CandidateAbsent: (
        409,
        "Ce candidat est absent : une absence vaut zéro ou mène à une substitution, pas à une note"
        f" ({SOURCE}, § 6). Retirez d’abord l’absence si elle est là par erreur.",
    ),
    errors.NotAbsent: (409, f"Ce candidat n’est pas noté absent ({SOURCE}, § 6)."),
    errors.AbsenceNotJustified: (
        409,
        f"Une épreuve de substitution suit une absence justifiée ({SOURCE}, § 6).",
    ),
    errors.ReplacementDayRefused: (
        422,
        "La substitution a lieu si possible dans la période des épreuves, et toujours avant la fin de l’année"
        f" scolaire ({SOURCE}, § 6). Elle ne peut pas être placée dans le passé.",
    ),
    errors.DestructionTooEarly: (
        409,
        "Les sujets se détruisent après les épreuves : l’attestation attend leur dernier jour"
        f" ({SOURCE}, § 5).",
    ),
    errors.DestructionDayRefused: (
        422,
        "La destruction a lieu après les épreuves : sa date va du dernier jour à aujourd’hui"
        f" ({SOURCE}, § 5).",
    ),
    errors.AttestationNotGenerated: (
        409,
        f"L’attestation se complète et se signe avant d’être adressée ({SOURCE}, § 5).",
    ),
    errors.AttestationNotSent: (
        409,
        f"L’établissement n’a pas encore adressé cette attestation ({SOURCE}, § 5).",
    ),
    errors.AttestationAlreadySent: (
        409,
        f"Cette attestation est déjà adressée au bureau des examens, elle ne change plus ({SOURCE}, § 5).",
    ),
}
