from decimal import Decimal

import pytest
from django import forms

from coordination.web.fields import DayField, KronerField


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1.500.000,00", "1500000.00"),
        ("1500000", "1500000.00"),
        ("1.500.000", "1500000.00"),
        ("1.500", "1500.00"),
        ("941,47", "941.47"),
        ("941.47", "941.47"),
        ("941,5 kr.", "941.50"),
        ("1 500,25", "1500.25"),
    ],
)
def test_kroner_are_read_as_people_type_them(typed, amount):
    assert KronerField(label="Beløb").clean(typed) == Decimal(amount)


@pytest.mark.parametrize("typed", ["meget", "1,2,3", "12,345", "1e3", "∞", "--5"])
def test_what_is_no_amount_is_refused_with_an_example(typed):
    with pytest.raises(forms.ValidationError, match=r"1\.500\.000,00"):
        KronerField(label="Beløb").clean(typed)


@pytest.mark.parametrize("typed", ["2.6.2020", "02-06-2020", "2/6/2020", "2020-06-02"])
def test_a_day_is_read_in_the_usual_ways(typed):
    assert str(DayField(label="Dag").clean(typed)) == "2020-06-02"
