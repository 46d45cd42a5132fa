"""Numbers as Danish sentences write them."""

from decimal import Decimal

import pytest

from coordination.base.danish import number_text


@pytest.mark.parametrize(
    ("number", "text"),
    [("40", "40"), ("240.0", "240"), ("12.50", "12,5"), ("1E+1", "10"), ("-0.25", "-0,25")],
)
def test_a_number_has_a_comma_and_no_zeros_at_the_end(number, text):
    assert number_text(Decimal(number)) == text
