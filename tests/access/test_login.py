"""Log-in, lock-out, and how soon a door closes behind somebody who lost the key."""

import json
import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from coordination.access.models import ApiClient, Membership, User
from coordination.base import clock, rowsecurity
from coordination.base.actor import Role, system
from tests import make
from tests.access import stage
from tests.databases import ROOT

pytestmark = pytest.mark.django_db
RIGHT, WRONG = "en-lang-adgangskode", "ikke-den-rigtige"
LOCKED = "Vent 15 minutter"


@pytest.fixture(autouse=True)
def _morning(db) -> None:
    clock.jump(make.NOW)


def person(role: Role = Role.ACUTE_NURSE, place: str = "Ikast-Brande Kommune") -> User:
    with rowsecurity.scope(system()):
        return make.user(role, make.organisation(place), password=RIGHT)


def log_in(user: User, password: str, client: Client | None = None) -> tuple[Client, object]:
    client = client or stage.Principal("").client()
    answer = client.post(reverse("account_login"), {"login": user.username, "password": password})
    return client, answer


def test_the_right_password_opens_the_front_page():
    client, answer = log_in(person(), RIGHT)

    assert answer.status_code == 302
    assert client.get(reverse("acute-inbox")).status_code == 200


def test_the_fifth_wrong_password_locks_and_says_for_how_long():
    user = person()
    answers = [log_in(user, WRONG)[1] for _attempt in range(5)]

    assert [answer.status_code for answer in answers] == [200] * 4 + [429]
    assert LOCKED in answers[-1].content.decode()


def test_a_locked_person_is_refused_with_the_right_password_too():
    user = person()
    for _attempt in range(5):
        log_in(user, WRONG)

    client, answer = log_in(user, RIGHT)

    assert answer.status_code == 429
    assert LOCKED in answer.content.decode()
    assert client.get(reverse("acute-inbox")).status_code == 302


def test_a_lock_is_on_one_person_only():
    user, colleague = person(), person()
    for _attempt in range(5):
        log_in(user, WRONG)

    assert log_in(colleague, RIGHT)[1].status_code == 302


def test_a_caller_cannot_shake_the_lock_off_with_a_header_of_its_own():
    user = person()
    for number in range(5):
        stage.Principal("").client().post(
            reverse("account_login"),
            {"login": user.username, "password": WRONG},
            headers={"x-forwarded-for": f"10.0.0.{number}"},
        )

    assert log_in(user, RIGHT)[1].status_code == 429


def test_a_wrong_password_and_an_unknown_person_get_the_same_words():
    known = person()
    unknown = User(username="findes-ikke")

    texts = {stage.bare(log_in(user, WRONG)[1], user.username) for user in (known, unknown)}

    assert len(texts) == 1


def test_a_disabled_person_is_out_on_the_next_request():
    user = person()
    client, _answer = log_in(user, RIGHT)
    User.objects.filter(pk=user.pk).update(is_active=False)

    answer = client.get(reverse("acute-inbox"))

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("account_login"))


def test_a_role_that_ended_yesterday_opens_nothing_today():
    user = person()
    client, _answer = log_in(user, RIGHT)
    before = client.get(reverse("acute-inbox")).status_code
    Membership.objects.filter(user=user).update(ends_before=make.TODAY)

    after = client.get(reverse("acute-inbox")).status_code

    assert (before, after) == (200, 403)


def test_a_role_that_begins_tomorrow_opens_nothing_today():
    user = person()
    client, _answer = log_in(user, RIGHT)
    tomorrow = make.TODAY + timedelta(days=1)
    Membership.objects.filter(user=user).update(starts_on=tomorrow)

    assert client.get(reverse("acute-inbox")).status_code == 403


def test_a_revoked_client_is_out_on_the_next_request():
    nurse = stage.program(Role.ACUTE_NURSE, make.organisation("Ikast-Brande Kommune"))
    before = nurse.get(reverse("api-requests")).status_code
    ApiClient.objects.update(is_active=False)

    after = nurse.get(reverse("api-requests")).status_code

    assert (before, after) == (200, 401)


def test_a_role_of_somebody_else_cannot_be_chosen():
    user, other = person(), person(Role.GP)
    client, _answer = log_in(user, RIGHT)
    theirs = Membership.objects.get(user=other)

    answer = client.post(reverse("switch-role"), {"membership": theirs.uuid})

    assert answer.status_code == 404


def test_a_log_in_never_leads_out_of_the_house():
    user = person()
    address = reverse("account_login") + "?next=https://ondt.example/"

    answer = stage.Principal("").client().post(address, {"login": user.username, "password": RIGHT})

    assert answer.headers["Location"] == reverse("home")


def test_logging_out_ends_the_session_on_the_server():
    user = person()
    client, _answer = log_in(user, RIGHT)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post(reverse("account_logout"))

    thief = stage.Principal("", session=cookie).client()

    assert thief.get(reverse("acute-inbox")).status_code == 302


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites():
    _client, answer = log_in(person(), RIGHT)
    cookie = answer.cookies[settings.SESSION_COOKIE_NAME]

    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == ""  # it ends with the browser, and on the server after 8 hours
    assert settings.SESSION_COOKIE_AGE == 8 * 60 * 60


def test_in_production_every_cookie_needs_a_safe_line():
    asked = ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY"]
    asked += ["SESSION_COOKIE_NAME", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "DEBUG"]
    environment = {
        **os.environ,
        "SAMSPIL_ENV": "production",
        "SECRET_KEY": "x" * 50,
        "EMAIL_URL": "smtp+tls://mail.invalid:587",
        "SAMSPIL_BASE_URL": "https://samspil.invalid",
        "ALLOWED_HOSTS": "samspil.invalid",
    }
    program = f"""
import json
from django.conf import settings
print(json.dumps({{name: getattr(settings, name) for name in {asked}}}))
"""

    shown = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert json.loads(shown.stdout) == {
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_NAME": "__Host-session",
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "DEBUG": False,
    }


def test_a_browser_that_prefers_english_is_not_shown_half_of_each(client):
    page = client.get("/log-ind/", headers={"accept-language": "en-GB,en"}).content.decode()

    assert "Brugernavn" in page
    assert "Username" not in page
