"""The closed lists of a ticket: kinds, defects, states, events. Values are stored: never rename one."""

from enum import IntEnum, StrEnum


class Kind(StrEnum):
    SCAN = "scan"
    CONNECTIVITY = "connectivity"
    QUESTION = "question"  # no text answers it, or the answer needs a person
    HUMAN = "human"  # the reporter asked for someone
    EXPENSE = "expense"  # an expense claim, for the finances of the exam office
    SUBJECT_INCIDENT = "subject_incident"  # something is wrong with the paper itself: a mistake, a leak
    ABSENCE = "absence"  # a corrector cannot come, or cannot mark
    MARKING = "marking"  # how to mark: for the inspector


class Defect(StrEnum):
    """What is wrong with a scanned page; values are those the assistant reads in a sentence."""

    BLURRED = "flou"
    UNREADABLE = "illisible"
    TOO_PALE = "trop_clair"
    BLACK_PAGE = "page_noire"
    BLANK_PAGE = "page_blanche"
    MISSING_PAGE = "page_manquante"
    CUT = "page_coupee"
    OUT_OF_ORDER = "pages_desordre"
    ROTATED = "orientation"
    OVERLAID = "superposition"
    OTHER_COPY = "autre_copie"
    DUPLICATE = "doublon"
    NAME_VISIBLE = "nom_visible"
    STAINED = "taches"
    NOT_DISPLAYED = "affichage"


class Trouble(StrEnum):
    """What is wrong with the connection, in the same way."""

    NO_CONNECTION = "connexion_impossible"
    SLOW = "lenteur"
    CUT_OFF = "deconnexions"
    SERVER_ERROR = "erreur_serveur"
    NETWORK_DOWN = "panne_reseau"
    REFUSED_CREDENTIALS = "identifiants_refuses"


class TicketState(StrEnum):
    NEW = "new"  # nobody has looked yet
    TRIAGED = "triaged"  # given to someone, who has not started
    IN_PROGRESS = "in_progress"  # the desk has the next word
    WAITING_REQUESTER = "waiting_requester"  # the reporter has the next word
    WAITING_CENTRE = "waiting_centre"  # the scanning centre has to act
    WAITING_THIRD_PARTY = "waiting_third_party"  # somebody else: exam office, inspector, publisher of a tool
    RESOLVED = "resolved"  # the reporter was told; may still say no
    CLOSED = "closed"  # final
    MERGED = "merged"  # another ticket carries it on, until the two are parted again


class Priority(IntEnum):
    """Smaller is sooner, so that the list orders by it."""

    TOP = 1
    HIGH = 2
    NORMAL = 3
    LOW = 4


class Team(StrEnum):
    HELP_DESK = "help_desk"
    EXAM_OFFICE = "exam_office"
    FINANCE = "finance"  # of the exam office
    REPLACEMENT = "replacement"  # of the exam office: finds who marks instead
    INSPECTOR = "inspector"  # IA-IPR: how to mark
    ALERT_CELL = "alert_cell"  # what nobody else may read


class Side(StrEnum):
    REPORTER = "reporter"
    DESK = "desk"
    SYSTEM = "system"


class Visibility(StrEnum):
    PUBLIC = "public"  # the reporter reads it
    INTERNAL = "internal"  # the reporter never does


class EventType(StrEnum):
    OPENED = "opened"
    REPLIED = "replied"
    NOTED = "noted"
    ASSIGNED = "assigned"
    MOVED = "moved"  # from one state to another
    COPY_HIDDEN = "copy_hidden"
    RESCAN_ASKED = "rescan_asked"  # a page is to be scanned again
    RESCAN_MOVED = "rescan_moved"  # what the centre made of it
    RESCAN_ANSWERED = "rescan_answered"  # whether the new page can be read
    RESCAN_SHARED = "rescan_shared"  # who else is told, who may answer
    RESCAN_LATE = "rescan_late"  # the centre was reminded of a step that it has not taken
    EVIDENCE = "evidence"  # what the checks of the page measured
    WARNED = "warned"  # three quarters of the time to act are gone
    BREACHED = "breached"  # it is too late
    LETTER_FAILED = "letter_failed"  # a letter did not reach its reader; or did at last
    ROUTED = "routed"  # which rule chose the team, and why
    MERGED = "merged"  # another ticket carries this one on
    UNMERGED = "unmerged"  # this one goes on by itself again, as it was
    ABSORBED = "absorbed"  # the other side of `merged`: this one carries another on
    RELEASED = "released"  # the other side of `unmerged`
    TIED = "tied"  # to another ticket
    UNTIED = "untied"
    SPLIT = "split"  # another ticket was made of a message of this one
    ATTACHED = "attached"  # one file
    FILE_ERASED = "file_erased"
    PRIORITISED = "prioritised"  # by hand, with the reason
    HANDED_OVER = "handed_over"  # to another team by hand, with the reason
    PARTICIPANT_ADDED = "participant_added"
    PARTICIPANT_REMOVED = "participant_removed"
    TAGGED = "tagged"
    UNTAGGED = "untagged"


class Relation(StrEnum):
    """How one ticket stands to another: "source is … target"."""

    CHILD_OF = "child_of"  # one cause, told and settled with its parent
    RELATED = "related"
    CAUSED_BY = "caused_by"
    DUPLICATE_OF = "duplicate_of"
    SPLIT_FROM = "split_from"


class LinkKind(StrEnum):
    COPY = "copy"
    PAGE = "page"
    LOT = "lot"
    CENTRE = "centre"
    SESSION = "session"
    CIRCULAR = "circular"
    MISSION = "mission"
    TICKET = "ticket"  # the report that this one follows, of the same reporter


class Delivery(StrEnum):
    PENDING = "pending"  # to send once `run_at` has come
    SENT = "sent"
    DEAD = "dead"  # given up; someone must look
    GROUPED = "grouped"  # leaves within another letter of the same thread
    WITHHELD = "withheld"  # its reader asked for none
    ABANDONED = "abandoned"  # a supervisor looked, and let it be


class NewsKind(StrEnum):
    """What a letter is about, as its reader chooses which ones to get by e-mail."""

    REPLY = "reply"
    CENTRE = "centre"  # where the pages asked of a centre stand
    END = "end"  # it is settled: a report, a page that is back, an incident


class Theme(StrEnum):
    """What a field report is about."""

    SCREEN_TIME = "screen_time"
    SURVEILLANCE = "surveillance"
    CONNECTION = "connection"
    TRAINING = "training"
    EQUIPMENT = "equipment"
    OTHER = "other"


class Remedy(StrEnum):
    """What mends a defect of a page."""

    RESCAN = "rescan"  # the centre scans the page again
    EXAM_OFFICE = "exam_office"
    SELF_SERVICE = "self_service"  # the corrector, in her own tool
    HELP_DESK = "help_desk"  # a person looks first


class RescanState(StrEnum):
    """Where the new scan of a page stands; the words from REQUESTED on are those of the backend."""

    WAITING = "waiting"  # to be carried to the backend
    NOT_SENT = "not_sent"  # the backend would not take it: the desk must look
    REQUESTED = "requested"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    RESCANNED = "rescanned"
    CHECKED = "checked"
    DELIVERED = "delivered"
    CONFIRMED = "confirmed"
    EXPIRED = "expired"
