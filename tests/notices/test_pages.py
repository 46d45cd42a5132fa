"""The page of a notice, where one careless tap must not record twenty receipts."""

import re

import pytest
from django.urls import reverse

from coordination.access.models import User
from coordination.base.actor import Role
from coordination.base.rowsecurity import scope
from coordination.notices import services as notices
from coordination.notices.enums import NoticeKind
from tests import make

pytestmark = pytest.mark.django_db


def ticked(client, actor, notice) -> list[bool]:
    """Whether each party that the reader may record for is ticked beforehand."""
    client.force_login(User.objects.get(pk=actor.user_id))
    page = client.get(reverse("notice", args=[notice.uuid])).content.decode()
    boxes = re.findall(r'<input[^>]*name="party"[^>]*>', page)
    return ["checked" in box for box in boxes]


def test_a_party_is_ticked_for_itself_and_the_region_for_nobody(client):
    place = make.world()
    clerk = make.actor(Role.MUNICIPAL_ADMIN, place.municipality)
    with scope(place.admin):
        made = notices.draft(
            actor=place.admin,
            agreement=place.agreement,
            kind=NoticeKind.TERMINATE,
            reason="Enighed",
            before_money_used=False,
            now=make.NOW,
        )
        notices.give(actor=place.admin, uuid=made.uuid, now=make.NOW)

    assert ticked(client, clerk, made) == [True]
    assert ticked(client, place.admin, made) == [False, False]
