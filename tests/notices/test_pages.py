"""The page of a notice, where one careless tap must not record twenty receipts."""

import re
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from coordination.access.models import User
from coordination.agreements.enums import Anchor
from coordination.base import clock
from coordination.base.actor import Role
from coordination.base.rowsecurity import scope
from coordination.notices import selectors as notice_rows
from coordination.notices import services as notices
from coordination.notices.enums import NoticeKind
from tests import make

pytestmark = pytest.mark.django_db


def given(place, now=make.NOW):
    """A termination that the region has given."""
    with scope(place.admin):
        made = notices.draft(
            actor=place.admin,
            agreement=place.agreement,
            kind=NoticeKind.TERMINATE,
            reason="Enighed",
            now=now,
        )
        return notices.give(actor=place.admin, uuid=made.uuid, now=now)


def ticked(client, actor, notice) -> list[bool]:
    """Whether each party that the reader may record for is ticked beforehand."""
    client.force_login(User.objects.get(pk=actor.user_id))
    page = client.get(reverse("notice", args=[notice.uuid])).content.decode()
    boxes = re.findall(r'<input[^>]*name="party"[^>]*>', page)
    return ["checked" in box for box in boxes]


def test_a_party_is_ticked_for_itself_and_the_region_for_nobody(client):
    place = make.world()
    clerk = make.actor(Role.MUNICIPAL_ADMIN, place.municipality)
    made = given(place)

    assert ticked(client, clerk, made) == [True]
    assert ticked(client, place.admin, made) == [False, False]


def test_a_receipt_at_half_past_eleven_utc_on_31_march_counts_as_april(client):
    place = make.world(anchor=Anchor.END_OF_MONTH)
    clerk = make.actor(Role.GP_ORGANISATION, place.plo)
    made = given(place, datetime(2020, 3, 31, 12, 0, tzinfo=UTC))
    clock.jump(datetime(2020, 3, 31, 23, 30, tzinfo=UTC))
    address = reverse("notice", args=[made.uuid])

    for reader, party in ((clerk, place.plo), (place.admin, place.municipality)):
        client.force_login(User.objects.get(pk=reader.user_id))
        page = client.get(address).content.decode()
        proposed = re.search(r'name="received_on"[^>]*value="([^"]*)"', page)
        assert proposed is not None
        sent = {"party": party.uuid, "received_on": proposed[1], "idempotency_key": party.name}
        client.post(reverse("notice-receive", args=[made.uuid]), sent)

    with scope(place.admin):
        notice = notice_rows.notice_for(place.admin, made.uuid)
    assert notice.received_on == date(2020, 4, 1)
    assert notice.last_day_on == date(2020, 7, 31)
