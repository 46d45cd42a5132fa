"""Texts under approval: who decided what, whose turn it is, whether the start can be kept."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from coordination.agreements import selectors as agreements
from coordination.agreements.enums import BodyKind, Decision, State
from coordination.agreements.models import Agreement, Body, Meeting, Version
from coordination.agreements.selectors import approvals
from coordination.agreements.selectors.approvals import Deciding
from coordination.audit import selectors as audit_trail
from coordination.audit.models import Event
from coordination.base.actor import Actor
from coordination.base.danish import sort_key
from coordination.base.errors import NotFound
from coordination.base.periods import local_date
from coordination.parties import selectors as parties
from coordination.portfolio.enums import Turn
from coordination.portfolio.rules.starting import LatestMeeting, latest_meeting
from coordination.portfolio.selectors.versions import Comparison, compare

TEXTS_A_PAGE = 20
UNDECIDED = frozenset({Decision.NOT_SENT, Decision.ON_AGENDA, Decision.POSTPONED})


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One body and one text. `latest` is None where the body has decided or no start waits.

    `party` is what the party is called today, with its old name where it has been succeeded.
    """

    deciding: Deciding
    party: str
    turn: Turn
    latest: LatestMeeting | None
    keeps_start: bool
    is_own: bool

    @property
    def decision(self) -> Decision:
        return self.deciding.decision

    @property
    def is_missing(self) -> bool:
        return self.decision in UNDECIDED


@dataclass(frozen=True, slots=True)
class BoardText:
    """One text with its bodies: those that have not decided first, the most urgent before."""

    agreement: Agreement
    version: Version
    rows: list[BoardRow]
    days_since_sent: int

    @property
    def parties(self) -> list[BoardRow]:
        """The rows that count; a recommendation does not."""
        return [row for row in self.rows if not row.deciding.recommends]

    @property
    def approved(self) -> int:
        return sum(row.deciding.has_approved for row in self.parties)

    @property
    def tally(self) -> Counter[Decision]:
        return Counter(row.decision for row in self.parties)

    @property
    def agenda_months(self) -> Counter[date | None]:
        """How many are on the agenda of which month, named by its first day; None: not dated."""
        days = [row.deciding.approval for row in self.parties]
        return Counter(
            row.meeting_on.replace(day=1) if row.meeting_on else None
            for row in days
            if row is not None and row.decision == Decision.ON_AGENDA
        )

    @property
    def late(self) -> list[BoardRow]:
        """The parties whose body can no longer decide before the start."""
        return [row for row in self.parties if row.is_missing and not row.keeps_start]

    @property
    def is_open(self) -> bool:
        """Whether some body can still decide about it."""
        alive = self.agreement.state in (State.APPROVAL, State.IN_FORCE)
        return alive and self.approved < len(self.parties)

    @property
    def is_waiting_to_start(self) -> bool:
        return self.agreement.state == State.APPROVAL


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the board is asked to show; empty shows all."""

    missing: bool = False
    agreement: str = ""
    decision: Decision | None = None
    body_kind: BodyKind | None = None

    def shows(self, row: BoardRow) -> bool:
        body = row.deciding.body
        return (
            (row.is_missing or not self.missing)
            and self.decision in (None, row.decision)
            and self.body_kind in (None, body and body.kind)
        )


@dataclass(frozen=True, slots=True)
class BoardPage:
    """One page of texts; `after` continues behind it. `titles` are all that can be chosen."""

    texts: list[tuple[BoardText, list[BoardRow]]]
    titles: list[tuple[str, str]]
    after: int | None


def board_of(
    actor: Actor, *, today: date, wanted: Wanted = Wanted(), after: int | None = None
) -> BoardPage:
    """Texts under approval with the rows that are wanted, in a fixed number of queries."""
    rows = approvals.texts_under_approval(actor)
    titles = rows.order_by("agreement__title", "pk").values_list(
        "agreement__slug", "agreement__title"
    )
    if wanted.agreement:
        rows = rows.filter(agreement__slug=wanted.agreement)
    if after is not None:
        rows = rows.filter(pk__gt=after)
    found = list(rows[: TEXTS_A_PAGE + 1])
    page = found[:TEXTS_A_PAGE]
    texts = [
        (text, [row for row in text.rows if wanted.shows(row)])
        for text in board_texts(actor, page, today=today)
    ]
    return BoardPage(
        texts=[(text, shown) for text, shown in texts if shown],
        titles=list(titles[:200]),
        after=page[-1].pk if len(found) > TEXTS_A_PAGE else None,
    )


def board_texts(actor: Actor, versions: Collection[Version], *, today: date) -> list[BoardText]:
    """What the board shows about these versions, whatever their state; six queries."""
    decidings = approvals.deciding_about(versions, on=today)
    undecided = {
        row.body.pk
        for rows in decidings.values()
        for row in rows
        if row.body is not None and row.decision in UNDECIDED
    }
    meetings = approvals.coming_meetings(undecided, today=today)
    everybody = {row.organisation.pk for rows in decidings.values() for row in rows}
    names = parties.names_on(everybody, on=today)
    return [_text(actor, row, decidings[row.pk], meetings, names, today) for row in versions]


def _text(
    actor: Actor,
    version: Version,
    decidings: list[Deciding],
    meetings: dict[int, list[Meeting]],
    names: dict[int, str],
    today: date,
) -> BoardText:
    agreement = version.agreement
    unrecommended = any(row.recommends and not row.has_approved for row in decidings)
    rows = []
    for row in decidings:
        latest = None
        if row.decision in UNDECIDED and agreement.state == State.APPROVAL:
            days = [
                (meeting.held_on, meeting.papers_by)
                for meeting in meetings.get(row.body.pk if row.body else 0, [])
            ]
            latest = latest_meeting(days, starts_on=agreement.starts_on, today=today)
        rows.append(
            BoardRow(
                deciding=row,
                party=names[row.organisation.pk],
                turn=_turn(row, today, waits=unrecommended and not row.recommends),
                latest=latest,
                keeps_start=_keeps_start(row, latest, agreement.starts_on, today),
                is_own=row.organisation.pk in actor.office_orgs,
            )
        )
    sent_on = local_date(version.sent_at) if version.sent_at else today
    return BoardText(agreement, version, sorted(rows, key=_urgency), (today - sent_on).days)


def _turn(row: Deciding, today: date, *, waits: bool) -> Turn:
    match row.decision:
        case Decision.APPROVED | Decision.APPROVED_WITH_RESERVATION:
            return Turn.NOBODY
        case Decision.REJECTED:
            return Turn.REWRITE
        case Decision.POSTPONED:
            return Turn.NEW_MEETING
        case Decision.ON_AGENDA:
            day = row.approval.meeting_on if row.approval else None
            if day is None or day < today:
                return Turn.RECORD
            return Turn.DECIDE
    return Turn.RECOMMENDATION if waits else Turn.PUT_ON_AGENDA


def _keeps_start(row: Deciding, latest: LatestMeeting | None, starts_on: date, today: date) -> bool:
    """Whether the body can still decide by the start, as far as anybody knows."""
    if latest is None:
        return True
    day = row.approval.meeting_on if row.approval else None
    if row.decision == Decision.ON_AGENDA and (day is None or day <= starts_on):
        return starts_on >= today
    return latest.held_on is not None or not latest.is_known


def _urgency(row: BoardRow) -> tuple[bool, bool, bool, date, tuple[str, str]]:
    """The body that recommends, then who is missing: own, too late, by the last day for papers."""
    papers_by = row.latest.papers_by if row.latest else None
    return (
        not row.deciding.recommends,
        not row.is_missing,
        not row.is_own,
        date.min if not row.keeps_start else papers_by or date.max,
        sort_key(row.party),
    )


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """One body and the text it decides about, or last decided about.

    `comparison` is with the text it last decided about, where there is one.
    """

    text: BoardText
    row: BoardRow
    body: Body
    comparison: Comparison
    meetings: list[Meeting]
    history: list[Event]
    is_open: bool


def decision_page(actor: Actor, slug: str, body_uuid: UUID, *, today: date) -> DecisionPage:
    """What somebody needs who records, or reads, the decision of one body."""
    agreement = approvals.managed_agreement(actor, slug)
    version = agreements.shown_version(agreement)
    (text,) = board_texts(actor, [version], today=today)
    for row in text.rows:
        body = row.deciding.body
        if body is not None and body.uuid == body_uuid:
            break
    else:
        raise NotFound
    events = audit_trail.history_of(actor, agreement.uuid)
    events = events.filter(action="agreement.decision_recorded", changes__body=body.name)
    return DecisionPage(
        text=text,
        row=row,
        body=body,
        comparison=compare(approvals.last_decided(version, body, on=today), version),
        meetings=approvals.coming_meetings([body.pk], today=today).get(body.pk, []),
        history=list(events[:50]),
        is_open=agreements.version_under_approval(agreement) == version,
    )
