"""A council of the successor decides for the parties that its region continues, from the day on."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from coordination.agreements import selectors
from coordination.agreements import services as agreements
from coordination.agreements.enums import AgreementKind, BodyKind, Decision, PartyRole, State
from coordination.agreements.errors import AlreadyDecided, BodyGone, NotAnApprover
from coordination.agreements.models import Agreement, Body, Party
from coordination.agreements.selectors import approvals
from coordination.agreements.services import Reference, Text
from coordination.base import clock
from coordination.base.actor import Actor, Role, system
from coordination.base.rowsecurity import scope
from coordination.overview.invariants import CHECKS, offenders
from coordination.parties.models import Organisation
from tests import make
from tests.access import stage

pytestmark = pytest.mark.django_db
LAST, DAY, MET = date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 20)
DECEMBER, JANUARY = (datetime(2026, 12, 8, 12, tzinfo=UTC), datetime(2027, 1, 21, 12, tzinfo=UTC))
OLD = ("Region Sjælland", "Region Hovedstaden")
NEW = "Region Østdanmark"
CHECK = {check.code: check for check in CHECKS}


class Talk:
    """A text between both old regions and a municipality, sent in the autumn before the day."""

    def __init__(self) -> None:
        self.regions = [make.organisation(name) for name in OLD]
        self.municipality = make.organisation("Næstved Kommune")
        self.writer = make.actor(Role.REGION_ADMIN, self.regions[0], today=LAST)
        parties: list[Organisation] = [*self.regions, self.municipality]
        with scope(self.writer):
            self.agreement = agreements.draft(
                actor=self.writer,
                slug="paa-tvaers",
                region=self.regions[0],
                text=Text(
                    title="På tværs",
                    kind=AgreementKind.HORIZONTAL,
                    legal_basis="Sundhedsloven",
                    starts_on=date(2027, 2, 1),
                    ends_before=None,
                    parties=[(row, PartyRole.APPROVER) for row in parties],
                    clauses=[],
                ),
                now=DECEMBER,
            )
            agreements.send_for_approval(actor=self.writer, agreement=self.agreement, now=DECEMBER)
        self.decide(self.municipality, date(2026, 12, 1), DECEMBER)

    def decide(
        self,
        place: Organisation,
        met: date,
        now: datetime,
        decision: Decision = Decision.APPROVED,
        actor: Actor | None = None,
    ) -> Agreement:
        """What the council of a place decided, recorded by somebody there."""
        role = Role.REGION_ADMIN if place != self.municipality else Role.MUNICIPAL_ADMIN
        who = actor or make.actor(role, place, today=now.date())
        with scope(who):
            return agreements.record_decision(
                actor=who,
                agreement=self.agreement,
                body=council(place),
                decision=decision,
                content_hash=selectors.newest_version(self.agreement).content_hash,
                reference=Reference(meeting_on=met, agenda_number="3"),
                now=now,
            )


def council(place: Organisation) -> Body:
    """The council of a region or a municipality, whenever it sits."""
    kinds = (BodyKind.REGIONAL_COUNCIL, BodyKind.MUNICIPAL_COUNCIL)
    return Body.objects.get(organisation=place, kind__in=kinds)


def broken() -> list[str]:
    """The sentences about approvals that do not hold, for somebody who sees everything."""
    with scope(system(*Organisation.objects.values_list("pk", flat=True))):
        return [code for code in ("Q1", "Q2", "Q5") if offenders(CHECK[code])]


@pytest.fixture
def talk() -> Talk:
    return Talk()


def test_one_decision_of_the_new_council_counts_for_both_old_regions(talk):
    new = make.organisation(NEW)

    done = talk.decide(new, MET, JANUARY)

    assert done.state == State.IN_FORCE
    with scope(talk.writer):
        assert not Party.objects.filter(joins_on__isnull=True).exists()
    assert broken() == []


def test_what_an_old_council_decided_before_the_day_still_counts(talk):
    talk.decide(talk.regions[0], date(2026, 12, 8), DECEMBER)

    done = talk.decide(make.organisation(NEW), MET, JANUARY)

    assert done.state == State.IN_FORCE
    assert broken() == []


def test_each_old_council_decides_for_its_own_region_only(talk):
    for region in talk.regions:
        done = talk.decide(region, date(2026, 12, 8), DECEMBER)
        left = region == talk.regions[0]
        assert done.state == (State.APPROVAL if left else State.IN_FORCE)


def test_the_new_council_decides_nothing_at_a_meeting_before_the_day(talk):
    with pytest.raises(NotAnApprover):
        talk.decide(make.organisation(NEW), LAST, JANUARY)


def test_an_old_council_decides_nothing_from_the_day_on(talk):
    ruth = make.actor(Role.REGION_ADMIN, talk.regions[0], today=MET)

    with pytest.raises((BodyGone, NotAnApprover)):
        talk.decide(talk.regions[0], MET, JANUARY, actor=ruth)


def test_what_an_old_council_decided_can_be_recorded_after_the_day(talk):
    rosa = make.actor(Role.REGION_ADMIN, make.organisation(NEW), today=MET)

    done = talk.decide(talk.regions[0], date(2026, 12, 8), JANUARY, actor=rosa)

    assert done.state == State.APPROVAL


def test_another_regions_council_does_not_decide(talk):
    rosa = make.actor(Role.REGION_ADMIN, make.organisation(NEW), today=MET)
    stranger = make.organisation("Region Midtjylland")

    with pytest.raises(NotAnApprover):
        talk.decide(stranger, MET, JANUARY, actor=rosa)


def test_the_new_council_may_take_back_what_an_old_one_approved_before_the_text_is_in_force(talk):
    talk.decide(talk.regions[0], date(2026, 12, 8), DECEMBER)

    done = talk.decide(make.organisation(NEW), MET, JANUARY, Decision.REJECTED)

    assert done.state == State.REJECTED
    with scope(talk.writer):
        version = selectors.newest_version(talk.agreement)
        counted = approvals.counted_decisions(version)
    assert [counted[row.pk] for row in talk.regions] == [Decision.REJECTED] * 2
    assert broken() == []


def test_a_yes_to_a_text_in_force_is_not_taken_back_by_the_new_council(talk):
    talk.decide(talk.regions[0], date(2026, 12, 8), DECEMBER)
    colleague = make.actor(Role.REGION_ADMIN, talk.regions[0], today=LAST)
    with scope(colleague):
        agreements.start_with_approvers(
            actor=colleague, agreement=talk.agreement, reason="Haster", now=DECEMBER
        )

    with pytest.raises(AlreadyDecided):
        talk.decide(make.organisation(NEW), MET, JANUARY, Decision.REJECTED)
    talk.decide(make.organisation(NEW), MET, JANUARY)

    assert broken() == []


def test_the_board_asks_the_old_council_before_the_day_and_the_new_one_from_then_on(talk):
    def asked(on: date) -> list[str]:
        with scope(talk.writer):
            (version,) = approvals.texts_under_approval(talk.writer)
            rows = approvals.deciding_about([version], on=on)[version.pk]
            return [row.body.name for row in rows if row.body and not row.has_approved]

    assert asked(LAST) == [f"Regionsrådet i {name}" for name in reversed(OLD)]
    assert asked(DAY) == [f"Regionsrådet i {NEW}"] * 2


def test_the_board_calls_a_party_by_its_new_name_and_the_old(talk):
    rosa = make.actor(Role.REGION_ADMIN, make.organisation(NEW), today=LAST)
    clock.jump(JANUARY)

    page = stage.browser(rosa).get(reverse("approval-board")).content.decode()

    assert "Region Østdanmark (tidligere Region Sjælland)" in page
    assert "Region Østdanmark (tidligere Region Hovedstaden)" in page
