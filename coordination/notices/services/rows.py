"""What every step of a notice does to its row: lock it, move it, record who did it."""

from typing import Any
from uuid import UUID

from coordination.agreements import selectors as agreements
from coordination.agreements import services as agreement_services
from coordination.agreements.enums import ClauseKind
from coordination.agreements.models import Agreement, Clause
from coordination.audit import services as audit
from coordination.base.actor import Actor
from coordination.notices import selectors
from coordination.notices.enums import MOVES, NoticeKind, NoticeState
from coordination.notices.errors import NoSuchRight, WrongState
from coordination.notices.models import Notice


def lock(actor: Actor, uuid: UUID) -> Notice:
    """The agreement row is locked first, so that notices on it follow one another."""
    found = selectors.notice_for(actor, uuid)
    agreement_services.lock(found.agreement)
    rows = Notice.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("agreement", "given_by", "body").get(pk=found.pk)


def move(notice: Notice, to: NoticeState) -> None:
    """Put the notice in another state, where the table of moves has that step."""
    if to not in MOVES[NoticeState(notice.state)]:
        raise WrongState(state=NoticeState(notice.state).label.lower())
    notice.state = to


def record(actor: Actor, notice: Notice, action: str, **changes: Any) -> None:
    """Keep in the agreement's history what was done to one of its notices.

    The other parties read it too, once the notice was given; before, it is the giver's own affair.
    """
    audit.record(
        actor=actor,
        action=f"notice.{action}",
        subject_type="agreement",
        subject=notice.agreement.uuid,
        readers=notice.agreement.party_ids if notice.given_on else (),
        kind=notice.kind,
        **changes,
    )


def clause_for(agreement: Agreement, kind: NoticeKind) -> Clause:
    """The clause that gives the right to a kind of notice."""
    found = agreements.clause_of(agreement, ClauseKind(kind.value))
    if found is None:
        raise NoSuchRight
    return found
