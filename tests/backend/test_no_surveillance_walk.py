"""No surveillance, walked: every column and every described field that could be a clock or a count."""

import json

import pytest
from sqlalchemy import inspect, text

from backend.__main__ import openapi_text

# What bears a time, and why that time is nobody's rhythm of work.
TIMED = {
    "copy_reading.at",  # somebody else looked at a copy
    "lot.deadline",
    "lot.verification_from",  # chosen by whoever distributes
    "lot.verification_until",
    "mission.starts_at",
    "mission.ends_at",
    "backend_session.expires_at",  # a sign-in, forgotten after twelve hours
    "outgoing_event.at",  # rounded to the day for copies and lots
    "used_handover.forget_at",
    # Days of a calendar, chosen before anybody examines.
    "practical_exam.destroyed_on",
    "practical_exam.first_day",
    "practical_exam.last_day",
    "practical_exam.school_year_ends",
    "practical_panel.day",
    "practical_sheet.replacement_day",
    # A page that she asked to have scanned again: the centre's term, hence the hour of her report.
    "rescan_item.remind_at",
    "rescan_item.until",
    "rescan_step.at",  # what the corrector does keeps its day
}
# What counts up. A scheme, a scan, an event to tell: never a gesture of marking.
COUNTED = {
    "outgoing_event.number",
    "event_push.position",
    "intake_file.rank",  # what a centre sends, before anybody corrects
    "intake_page.number",
    "marking_question.rank",
    "page.current_version",
    "page_check.method_version",
    "page_check.version",
    "page_version.version",
    "rescan_attempt.method_version",
    "rescan_attempt.number",
    "rescan_item.new_version",
    "rescan_item.old_version",
    "rescan_item.step",
    "rescan_step.step",
}
# Whom a row names. Holding a lot, being convoked, having a role: never having done something to a copy.
NAMING = {
    "assignment",
    "backend_session",
    "copy_reading",
    "idempotency_key",
    "mission",
    "person_centre",
    "person_school",
    "practical_panel",
}
TIMELESS = (
    *tuple(
        f"{name}{way}"
        for name in (
            "Work",
            "Marks",
            "Kept",
            "Annotation",
            "Arrangement",
            "Copy",
            "CopyPage",
            "Page",
            "Missing",
        )
        for way in ("Out", "In")
    ),
    "MovedOut",
    "MissingItem",
    "QuestionOut",
    "SchemeOut",
    "SetAsideIn",
    "CodeOut",
    "PlacedIn",
    "LotMovedOut",
)
# In the name of a field, what would make it a moment.
MOMENTS = {
    "at",
    "on",
    "day",
    "date",
    "time",
    "since",
    "until",
    "duration",
    "elapsed",
    "last",
    "first",
    "seconds",
    "minutes",
    "hour",
    "ago",
}
COUNTS = ("version", "position", "rank", "count", "sequence", "serial", "order", "revision", "step")


def columns(engine, wanted):
    return {
        f"{table}.{column['name']}"
        for table in inspect(engine).get_table_names()
        for column in inspect(engine).get_columns(table)
        if wanted(table, column)
    }


def is_time(_, column):
    return any(word in str(column["type"]).upper() for word in ("DATE", "TIME"))


def counts_up(_, column):
    is_number = column["name"] == "number" and column.get("primary_key")
    is_integer = "INT" in str(column["type"]).upper()
    return is_integer and (is_number or any(word in column["name"] for word in COUNTS))


def test_every_column_that_bears_a_time_or_a_count_is_known(engine):
    assert columns(engine, is_time) == TIMED
    assert columns(engine, counts_up) == COUNTED


def test_no_table_of_marking_names_who_did_it(engine):
    naming = {
        table
        for table in inspect(engine).get_table_names()
        for key in inspect(engine).get_foreign_keys(table)
        if key["referred_table"] == "person"
    } | {name.split(".")[0] for name in columns(engine, lambda _, column: "person" in column["name"])}

    assert naming == NAMING


def test_what_a_corrector_writes_lies_in_no_order(engine):
    """Hidden row numbers grow with time: these tables have none."""
    with engine.connect() as connection:
        sql = dict(connection.execute(text("select name, sql from sqlite_master where type = 'table'")).all())

    for table in ("annotation", "done_once", "mark", "sub_mark", "idempotency_key", "page_check"):
        assert "WITHOUT ROWID" in sql[table], table


@pytest.mark.parametrize(
    ("planted", "seen"),
    [
        ("alter table mark add column updated_at datetime", is_time),
        ("alter table annotation add column revision_count integer", counts_up),
    ],
)
def test_the_walk_of_the_tables_sees_what_is_planted(engine, planted, seen):
    with engine.begin() as connection:
        connection.execute(text(planted))

    assert columns(engine, seen) - TIMED - COUNTED != set()


def timed_fields(document):
    """(schema, field) of each field that is a moment, by its format, its example or its name."""
    for name, schema in document["components"]["schemas"].items():
        for field, said in schema.get("properties", {}).items():
            if "date-time" in json.dumps(said) or MOMENTS & set(field.split("_")):
                yield name, field


def test_no_answer_about_marking_bears_a_moment():
    found = set(timed_fields(json.loads(openapi_text())))

    assert {(name, field) for name, field in found if name in TIMELESS} == set()
    assert {field for name, field in found if name == "LotOut"} == {"verification_until"}
    assert ("MissionOut", "starts_at") in found


def test_the_walk_of_the_description_sees_what_is_planted():
    document = json.loads(openapi_text())
    document["components"]["schemas"]["WorkOut"]["properties"]["opened_at"] = {"type": "string"}

    assert ("WorkOut", "opened_at") in set(timed_fields(document))
