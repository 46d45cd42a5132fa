"""An agreement that several municipalities pay together, and ways to use it."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from acute import selectors
from acute import services as acute
from acute.models import Request
from acute.services.sessions import EarlierSession
from coordination.agreements.enums import Anchor, MoneyUsed
from coordination.base.actor import Role, system
from coordination.base.rowsecurity import scope
from coordination.overview.demo.agreements import Story, make_agreement
from tests import make

TOWNS = ("Ikast-Brande Kommune", "Herning Kommune", "Holstebro Kommune", "Samsø Kommune")
WINTER, SPRING = date(2020, 1, 1), date(2020, 4, 1)
JANUARY, MAY = date(2020, 1, 15), date(2020, 5, 15)
FIFTEEN = Decimal("235.37")
"""Kroner that a session costs."""


class Shared:
    """An agreement that four municipalities and their region pay together."""

    def __init__(
        self,
        *,
        amount: Decimal = Decimal("2000000.00"),
        money_used: MoneyUsed = MoneyUsed.OVERRUN,
        ends_before: date = date(2021, 1, 1),
    ) -> None:
        self.region = make.organisation("Region Midtjylland")
        self.towns = [make.organisation(name) for name in TOWNS]
        self.plo = make.organisation_of_doctors("PLO Midtjylland")
        self.practices = [make.practice(town, self.region, self.plo) for town in self.towns]
        places = [self.region, self.plo, *self.towns, *self.practices]
        self.worker = system(*(place.pk for place in places))
        story = Story(
            slug=f"faelles-{money_used.value}",
            title="Fælles akuthjælp",
            region=self.region.name,
            municipalities=TOWNS,
            representative=self.plo.name,
            starts_on=WINTER,
            ends_before=ends_before,
            region_amount=amount / 2,
            municipal_amount=amount / 2,
            hourly=Decimal("941.47"),
            money_used=money_used,
            committee_on=date(2019, 5, 27),
            councils_on=date(2019, 8, 28),
            anchor=Anchor.DAY_TO_DAY,
        )
        with scope(self.worker):
            named = {row.name: row for row in (self.region, self.plo, *self.towns)}
            self.agreement = make_agreement(self.worker, named, story)
        self.admin = make.actor(Role.REGION_ADMIN, self.region)
        self._citizens = iter(range(10, 38))
        self.patients = [
            make.patient(town, practice, index)
            for index, (town, practice) in enumerate(zip(self.towns, self.practices, strict=True))
        ]

    def sessions(self, *counts: int, on: date = JANUARY) -> None:
        """So many sessions in each of the municipalities."""
        evening = datetime(on.year, on.month, on.day, 16, tzinfo=UTC)
        rows = [
            EarlierSession(on, town, practice, 15, evening)
            for town, practice, count in zip(self.towns, self.practices, counts, strict=False)
            for _number in range(count)
        ]
        with scope(self.worker):
            acute.carry_over_sessions(actor=self.worker, agreement=self.agreement, rows=rows)

    def requests(
        self,
        town: int,
        waits: Iterable[int],
        *,
        on: date = JANUARY,
        unanswered: int = 0,
        cancelled: int = 0,
    ) -> None:
        """Requests that were taken after so many minutes, of 15 promised; some that were not."""
        sent = datetime(on.year, on.month, on.day, 8, tzinfo=UTC)
        rows = [self._request(town, sent, "carried_out", wait) for wait in waits]
        rows += [self._request(town, sent, "cancelled", None) for _number in range(cancelled)]
        for _number in range(unanswered):
            rows.append(self._request(town, sent, "waiting", None))
            rows[-1].patient = make.patient(self.towns[town], None, next(self._citizens))
        with scope(self.worker):
            Request.objects.bulk_create(rows)

    def _request(self, town: int, sent: datetime, state: str, wait: int | None) -> Request:
        taken = None if wait is None else sent + timedelta(minutes=wait)
        return Request(
            agreement=self.agreement,
            patient=self.patients[town],
            municipality=self.towns[town],
            practice=self.practices[town],
            reason="breathing",
            urgency="now",
            question="Skal hun have ilt?",
            callback_phone="20 10 20 30",
            consent="given",
            state=state,
            sent_at=sent,
            sent_by="Test",
            promised_at=sent + timedelta(minutes=15),
            due_at=sent + timedelta(minutes=15) if state == "waiting" else None,
            taken_at=taken,
            answered_at=taken,
            outcome="" if taken is None else "at_home",
            updated_at=sent,
        )

    def use(self, *, actor=None, today: date = make.TODAY, **period: date) -> selectors.Use:
        """What somebody is shown, the region's administrator if nobody is named."""
        actor = actor or self.admin
        with scope(actor):
            return selectors.use_by_slug(actor, self.agreement.slug, today=today, **period)

    def seen(self, **asked: object) -> list[int | None]:
        """The sessions of the four municipalities and of all of them."""
        found = self.use(**asked)
        by_name = {row.municipality.name: row.sessions for row in found.rows}
        return [*(by_name[name] for name in TOWNS), found.total.sessions]
