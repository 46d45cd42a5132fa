"""What a person reads: money, dates and fields, written the Danish way."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms

from coordination.web.templatetags import samspil


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (Decimal("1140000"), "1.140.000,00\u00a0kr."),
        (Decimal("235.37"), "235,37\u00a0kr."),
        (Decimal("0.005"), "0,01\u00a0kr."),
        (Decimal("-1234.5"), "-1.234,50\u00a0kr."),
        (Decimal("0"), "0,00\u00a0kr."),
        (3000000, "3.000.000,00\u00a0kr."),
        (None, "–"),
        ("", "–"),
    ],
)
def test_kroner_are_written_with_points_comma_and_two_places(amount, text):
    assert samspil.kr(amount) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("62"), "62\u00a0%"),
        (Decimal("62.00"), "62\u00a0%"),
        (Decimal("62.46"), "62,5\u00a0%"),
        (110, "110\u00a0%"),
        (None, "–"),
    ],
)
def test_per_cent_has_at_most_one_decimal(value, text):
    assert samspil.percent(value) == text


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [
        (Decimal("1860000"), Decimal("3000000"), Decimal("62.00")),
        (Decimal("4000000"), Decimal("3000000"), Decimal("100")),
        (Decimal("-5"), Decimal("100"), Decimal("0")),
        (Decimal("5"), Decimal("0"), Decimal("0")),
        (None, None, Decimal("0")),
    ],
)
def test_a_drawn_share_stays_within_its_bar(part, whole, share):
    assert samspil.share_of(part, whole) == share


def test_a_column_without_a_single_value_is_known_as_empty():
    assert samspil.has_any([{"left": None}, {"left": Decimal("0")}], "left")
    assert not samspil.has_any([{"left": None}, {}], "left")
    assert not samspil.has_any(None, "left")


def test_a_day_is_written_without_leading_zeros():
    assert samspil.da_date(date(2020, 5, 31)) == "31.5.2020"


def test_a_moment_is_written_in_danish_summer_time():
    assert samspil.da_datetime(datetime(2020, 6, 2, 5, 45, tzinfo=UTC)) == "2.6.2020 kl.\u00a007.45"


def test_a_moment_is_written_in_danish_winter_time():
    moment = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)

    assert samspil.da_datetime(moment) == "1.1.2027 kl.\u00a000.30"
    assert samspil.da_date(moment) == "1.1.2027"


def test_a_moment_today_is_written_by_its_time_alone():
    now = datetime(2020, 6, 2, 5, 45, tzinfo=UTC)

    assert samspil.da_moment(datetime(2020, 6, 2, 6, 56, tzinfo=UTC), now) == "kl.\u00a008.56"
    assert (
        samspil.da_moment(datetime(2020, 6, 2, 22, 5, tzinfo=UTC), now) == "3.6.2020 kl.\u00a000.05"
    )
    assert (
        samspil.da_moment(datetime(2020, 6, 2, 6, 56, tzinfo=UTC), None)
        == "2.6.2020 kl.\u00a008.56"
    )


@pytest.mark.parametrize("write", [samspil.da_date, samspil.da_time, samspil.da_datetime])
def test_a_missing_moment_is_a_dash(write):
    assert write(None) == "–"
    assert write("") == "–"


class Sample(forms.Form):
    text = forms.CharField(help_text="Kort", widget=forms.TextInput(attrs={"class": "own"}))
    place = forms.ChoiceField(choices=[("a", "A")])
    reason = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect)
    tasks = forms.MultipleChoiceField(choices=[("a", "A")], widget=forms.CheckboxSelectMultiple)
    consent = forms.BooleanField()
    note = forms.CharField(widget=forms.Textarea)
    key = forms.CharField(widget=forms.HiddenInput)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("text", "input"),
        ("place", "select"),
        ("reason", "radios"),
        ("tasks", "checkboxes"),
        ("consent", "checkbox"),
        ("note", "textarea"),
        ("key", "hidden"),
    ],
)
def test_each_widget_gets_its_own_mark_up(name, kind):
    assert samspil.widget_kind(Sample()[name]) == kind


def test_a_widget_keeps_its_own_class_and_is_described_by_hint_and_error():
    html = samspil.widget(Sample(data={})["text"], "input-width-s")

    assert 'class="form-input own input-width-s"' in html
    assert 'aria-describedby="id_text_helptext id_text_error"' in html
    assert 'aria-invalid="true"' in html


def test_an_error_link_leads_to_the_field_or_to_the_first_choice():
    form = Sample(data={})

    assert samspil.first_input_id(form["text"]) == "id_text"
    assert samspil.first_input_id(form["reason"]) == "id_reason_0"


def test_an_icon_is_hidden_from_screen_readers(settings):
    settings.STORAGES = {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }

    html = samspil.icon("warning", "alert-icon")

    assert 'aria-hidden="true"' in html
    assert 'class="icon-svg alert-icon"' in html
    assert html.endswith('all-svg-icons.svg#warning"></use></svg>')
