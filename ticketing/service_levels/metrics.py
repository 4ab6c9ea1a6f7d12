"""What is timed on a ticket; values are stored: never rename one."""

from enum import StrEnum


class Metric(StrEnum):
    FIRST_REPLY = "first_reply"  # from the opening to the desk's first word
    NEXT_REPLY = "next_reply"  # from a word of the reporter to the desk's answer
    RESOLUTION = "resolution"  # from the opening to the settlement; goes on after a reopening
    RESCAN_DELIVERY = "rescan_delivery"  # from the request to the centre to the last page delivered


# What tells the reporter when she hears of it.
REPLIES = (Metric.FIRST_REPLY, Metric.NEXT_REPLY)
