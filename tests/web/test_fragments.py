"""Live lists after the log-in has run out."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_a_live_list_sends_the_whole_page_to_log_in(client):
    answer = client.get(reverse("acute-inbox-list"), headers={"HX-Request": "true"})

    assert answer.status_code == 204
    assert answer["HX-Redirect"].startswith(reverse("account_login"))


def test_a_page_is_sent_to_log_in_as_usual(client):
    answer = client.get(reverse("acute-inbox"))

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))
