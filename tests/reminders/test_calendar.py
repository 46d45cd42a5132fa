"""Days as iCalendar: what is written is what a calendar program reads."""

from datetime import date

from icalendar import Calendar

from coordination.reminders.calendar import Entry, ics
from tests import make

ENTRY = Entry(
    uid="deadline-1@samspil.invalid",
    on=date(2020, 9, 30),
    title="Opsigelse senest; Styrket akuthjælp, \\ »Midt«",
    text="Linje 1\nLinje 2: æøå, én og to; " + "lang " * 30,
    url="https://samspil.invalid/aftaler/styrket-akuthjaelp/#deadlines",
)


def test_a_calendar_is_read_back_as_it_was_written():
    calendar = Calendar.from_ical(ics([ENTRY], name="Frister", now=make.NOW))
    (event,) = calendar.walk("VEVENT")
    assert (event["UID"], event["SUMMARY"]) == (ENTRY.uid, ENTRY.title)
    assert (event["DESCRIPTION"], event["URL"]) == (ENTRY.text, ENTRY.url)
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2020, 9, 30), date(2020, 10, 1))
    assert event["DTSTAMP"].dt == make.NOW
    assert event["TRANSP"] == "TRANSPARENT"
    assert calendar.walk("VALARM") == []


def test_a_calendar_keeps_to_the_lines_of_the_standard():
    lines = ics([ENTRY], name="Frister; Midt, Øst", now=make.NOW).split(b"\r\n")

    assert max(len(line) for line in lines) <= 75
    assert all(b"\n" not in line for line in lines)
    assert "X-WR-CALNAME:Frister\\; Midt\\, Øst".encode() in lines
    assert b"DTSTART;VALUE=DATE:20200930" in lines
    assert b"DTSTAMP:20200602T054500Z" in lines


def test_a_moved_day_keeps_its_name_and_an_empty_calendar_is_one_too():
    moved = Entry(uid=ENTRY.uid, on=date(2020, 10, 15), title=ENTRY.title, text="", url=ENTRY.url)

    (event,) = Calendar.from_ical(ics([moved], name="F", now=make.NOW)).walk("VEVENT")

    assert (event["UID"], event["DTSTART"].dt) == (ENTRY.uid, date(2020, 10, 15))
    assert Calendar.from_ical(ics([], name="F", now=make.NOW)).walk("VEVENT") == []
