"""Until the day a choice can be changed: then it is as if the earlier one had never been."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import permutations

import pytest

from coordination.agreements import selectors as agreements
from coordination.agreements import services as agreement_services
from coordination.agreements.enums import State
from coordination.agreements.enums import Succession as Choice
from coordination.agreements.errors import ChoiceNotOffered, SuccessionPassed
from coordination.agreements.models import Agreement, Party
from coordination.base.actor import Actor, Role, system
from coordination.base.rowsecurity import scope
from coordination.ledger import selectors as ledger_rows
from coordination.ledger.models import Entry
from coordination.notices import services as notices
from coordination.notices.enums import NoticeKind
from coordination.overview.invariants import CHECKS, offenders
from coordination.parties.enums import Function
from coordination.parties.models import Organisation, Relation
from coordination.parties.selectors import function_of
from coordination.portfolio import services
from coordination.portfolio.selectors import succession as rows
from coordination.portfolio.services import Chosen, Operator
from tests import make
from tests.ledger.steps import spend

pytestmark = pytest.mark.django_db
TODAY, EVE, DAY = date(2026, 11, 21), date(2026, 12, 31), date(2027, 1, 1)
NOW, AFTER = datetime(2026, 11, 21, 9, tzinfo=UTC), datetime(2027, 1, 2, 9, tzinfo=UTC)
DAYS = (date(2025, 1, 1), date(2026, 6, 1), EVE)
NEW = "Region Østdanmark"
CHECK = {check.code: check for check in CHECKS}


@pytest.fixture
def place() -> make.World:
    """An agreement of Region Sjælland from before to after the day, paid half by half."""
    return make.world(
        region="Region Sjælland",
        municipality="Næstved Kommune",
        starts_on=date(2025, 1, 1),
        ends_before=date(2029, 1, 1),
        citizen=5,
    )


@pytest.fixture
def rosa() -> Actor:
    return make.actor(Role.REGION_ADMIN, make.organisation(NEW), today=TODAY)


def choose(
    actor: Actor,
    place: make.World,
    choice: Choice | None = None,
    *,
    operators: tuple[Operator, ...] = (),
    weights: dict[str, int] | None = None,
    now: datetime = NOW,
) -> list[services.Change]:
    """Carry out one choice, by default with the whole cost on the new region."""
    shares = [
        (make.organisation(name), Decimal(weight)) for name, weight in (weights or {NEW: 1}).items()
    ]
    wanted = [
        Chosen(place.agreement, choice, "Besluttet", shares if choice == Choice.NEW_KEY else [])
        for choice in ([choice] if choice else [])
    ]
    with scope(actor):
        return services.apply_succession(
            actor=actor,
            succession=rows.succession_of(actor, today=TODAY),
            chosen=wanted,
            operators=operators,
            now=now,
        )


def ahead(actor: Actor, place: make.World) -> dict[str, object]:
    """What a choice decides about the days from the day on."""
    with scope(actor):
        agreement = Agreement.objects.get(pk=place.agreement.pk)
        key = ledger_rows.key_on(agreement, on=DAY)
        return {
            "ends": agreement.ends_before,
            "parties": agreement.party_ids,
            "text": agreements.newest_version(agreement).content,
            "shares": key.shares if key else [],
        }


def past(actor: Actor, place: make.World) -> dict[str, object]:
    """Everything as it is read on days before the day, and all money that was moved."""
    with scope(actor):
        keys = [ledger_rows.key_on(place.agreement, on=day) for day in DAYS]
        nursing = [function_of([place.municipality.pk], Function.ACUTE_NURSING, on=d) for d in DAYS]
        version = place.agreement.version_id
        return {
            "entries": list(Entry.objects.order_by("pk").values()),
            "shares": [key.shares for key in keys if key],
            "parties": list(Party.objects.filter(version=version).order_by("pk").values()),
            "applies": [Agreement.objects.applying_on(day).count() for day in DAYS],
            "nursing": nursing,
        }


def broken(*codes: str) -> list[str]:
    with scope(system(*Organisation.objects.values_list("pk", flat=True))):
        return [code for code in codes if offenders(CHECK[code])]


@pytest.mark.parametrize(("first", "second"), list(permutations(Choice, 2)))
def test_a_choice_that_is_changed_leaves_nothing_behind(place, rosa, first, second):
    before, unchosen = past(rosa, place), ahead(rosa, place)
    new = make.organisation(NEW)
    choose(rosa, place, first)

    choose(rosa, place, second)

    found = ahead(rosa, place)
    assert past(rosa, place) == before
    assert found["ends"] == (DAY if second == Choice.ENDS else unchosen["ends"])
    assert found["shares"] == ([(new, 1)] if second == Choice.NEW_KEY else unchosen["shares"])
    is_new_text = second == Choice.NEW_DECISION
    assert (found["text"] != unchosen["text"]) == is_new_text
    assert (new.pk in found["parties"]) == is_new_text
    assert broken("Q6", "Q6c", "Q6d", "M9a", "M9b", "M9c") == []


@pytest.mark.parametrize("choice", list(Choice))
def test_nothing_that_is_dated_before_the_day_changes(place, rosa, choice):
    spend(place, "a", on=date(2026, 6, 1))
    before = past(rosa, place)

    choose(rosa, place, choice, operators=(Operator(place.municipality, place.municipality),))

    assert past(rosa, place) == before
    with scope(rosa):
        posted = Entry.objects.get(source="a")
    assert posted.region == place.region


def test_a_key_of_other_shares_takes_the_place_of_the_first(place, rosa):
    choose(rosa, place, Choice.NEW_KEY)
    (change,) = choose(rosa, place, Choice.NEW_KEY, weights={NEW: 3, "Næstved Kommune": 1})

    assert change.before == "Region Østdanmark 100 %"
    assert change.after == "Region Østdanmark 75 %, Næstved Kommune 25 %"
    assert choose(rosa, place, Choice.NEW_KEY, weights={NEW: 3, "Næstved Kommune": 1}) == []


def test_a_text_that_somebody_worked_on_is_not_forgotten(place, rosa):
    choose(rosa, place, Choice.NEW_DECISION)
    with scope(rosa):
        text = agreement_services.succeeded_text(place.agreement, on=DAY)
        agreement_services.revise(
            actor=rosa,
            agreement=place.agreement,
            text=replace(text, title="Nyt navn"),
            now=NOW,
        )

    choose(rosa, place, Choice.CONTINUES)

    assert ahead(rosa, place)["text"]["title"] == "Nyt navn"


def test_a_notice_moves_no_end_that_was_decided_for_the_day(place, rosa):
    choose(rosa, place, Choice.ENDS)
    clerk = make.actor(Role.MUNICIPAL_ADMIN, place.municipality, today=TODAY)
    with scope(clerk):
        notice = notices.draft(
            actor=clerk,
            agreement=place.agreement,
            kind=NoticeKind.TERMINATE,
            reason="Ny ordning",
            now=NOW,
        )
        notices.give(actor=clerk, uuid=notice.uuid, now=NOW)
    with scope(place.admin):
        notices.receive(
            actor=place.admin,
            uuid=notice.uuid,
            organisations=[place.region.pk, place.plo.pk],
            received_on=TODAY,
            today=TODAY,
        )

    assert ahead(rosa, place)["ends"] == DAY
    assert broken("Q6d") == []

    choose(rosa, place, Choice.CONTINUES)
    assert ahead(rosa, place)["ends"] == date(2027, 2, 22)


def test_from_the_day_on_nothing_is_chosen_any_more(place, rosa):
    operator = Operator(place.municipality, place.municipality)

    for chosen in ({"choice": Choice.ENDS}, {"operators": (operator,)}):
        with pytest.raises(SuccessionPassed):
            choose(rosa, place, now=AFTER, **chosen)


def test_a_draft_continues_or_is_written_anew_and_does_not_end(rosa):
    ruth = make.actor(Role.REGION_ADMIN, make.organisation("Region Sjælland"), today=TODAY)
    place = make.world(
        region="Region Sjælland", municipality="Næstved Kommune", ends_before=date(2029, 1, 1)
    )
    with scope(ruth):
        text = agreement_services.succeeded_text(place.agreement, on=EVE)
        draft = agreement_services.draft(
            actor=ruth,
            slug="kladde-over-dagen",
            region=place.region,
            text=replace(text, title="Kladde"),
            now=NOW,
        )
        page = rows.succession_page(ruth, today=TODAY)

    found = {row.agreement.title: row for row in page.agreements}
    assert found["Kladde"].agreement.state == State.DRAFT
    assert found["Kladde"].offered == (Choice.CONTINUES, Choice.NEW_DECISION)
    with scope(rosa), pytest.raises(ChoiceNotOffered):
        services.apply_succession(
            actor=rosa,
            succession=rows.succession_of(rosa, today=TODAY),
            chosen=[Chosen(draft, Choice.ENDS, "Besluttet")],
            operators=[],
            now=NOW,
        )


def test_an_operator_can_be_left_open_again(place, rosa):
    town = place.municipality
    choose(rosa, place, operators=(Operator(town, town),))

    (change,) = choose(rosa, place, operators=(Operator(town, None),))

    assert (change.before, change.after) == ("Næstved Kommune", "Ikke afgjort")
    held = function_of([town.pk], Function.ACUTE_NURSING, on=DAY)[town.pk]
    assert held.operator is None
    assert held.payer == make.organisation(NEW)
    eve = function_of([town.pk], Function.ACUTE_NURSING, on=EVE)[town.pk]
    assert eve.operator == town


def test_the_check_finds_a_party_that_nobody_continues(place):
    assert broken("Q6c") == []

    Relation.objects.filter(kind="succeeded_by", subject=place.region).delete()

    assert broken("Q6c") == ["Q6c"]
