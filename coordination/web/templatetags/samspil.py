"""Danish money, numbers and moments, and form fields dressed for the design system."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from django import forms, template
from django.forms.boundfield import BoundField
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
NO_BREAK_SPACE = "\u00a0"
MISSING = "–"
ICONS = "vendor/dkfds/img/all-svg-icons.svg"

# The most derived widget first: CheckboxSelectMultiple is a RadioSelect, RadioSelect is no Select.
KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
)
CSS_CLASSES = {"checkbox": "form-checkbox", "select": "form-select"}


@register.filter
def kr(amount: Decimal | int | str | None) -> str:
    """Write kroner: 1140000 → "1.140.000,00 kr."; a missing amount is a dash."""
    number = _decimal(amount)
    if number is None:
        return MISSING
    return f"{_danish(number, places=2)}{NO_BREAK_SPACE}kr."


@register.filter
def da_count(number: int | None) -> str:
    """Write a whole number: 2311 → "2.311"."""
    return MISSING if number is None else _danish(Decimal(number), places=0)


@register.filter
def percent(value: Decimal | float | str | None) -> str:
    """Write a number that is already in per cent: 62 → "62 %", 62.5 → "62,5 %"."""
    number = _decimal(value)
    if number is None:
        return MISSING
    rounded = number.quantize(Decimal("0.1"), ROUND_HALF_UP)
    places = 0 if rounded == rounded.to_integral_value() else 1
    return f"{_danish(rounded, places=places)}{NO_BREAK_SPACE}%"


@register.filter
def share_of(part: Decimal | None, whole: Decimal | None) -> Decimal:
    """Give a part as per cent of the whole, kept within 0 and 100 so that it can be drawn."""
    numerator, denominator = _decimal(part), _decimal(whole)
    if not numerator or not denominator or denominator < 0:
        return Decimal(0)
    share = (numerator * 100 / denominator).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return min(max(share, Decimal(0)), Decimal(100))


@register.filter
def has_any(rows: list[dict[str, Any]] | None, key: str) -> bool:
    """Tell whether any row has a value, so that a column nobody may see is left out."""
    return any(row.get(key) is not None for row in rows or ())


@register.filter
def da_date(day: date | datetime | None) -> str:
    """Write a day: 31.5.2020. A moment becomes its day in Denmark."""
    if not day:
        return MISSING
    day = _local(day)
    return f"{day.day}.{day.month}.{day.year}"


@register.filter
def da_time(moment: datetime | None) -> str:
    """Write the time of day in Denmark: kl. 07.45."""
    if not moment:
        return MISSING
    local = _local(moment)
    return f"kl.{NO_BREAK_SPACE}{local:%H.%M}"


@register.filter
def da_datetime(moment: datetime | None) -> str:
    """Write a moment in Denmark: 2.6.2020 kl. 07.45."""
    if not moment:
        return MISSING
    return f"{da_date(moment)} {da_time(moment)}"


@register.filter
def da_moment(moment: datetime | None, now: datetime | None) -> str:
    """Write only the time when the moment is on the day of `now`, else the day as well."""
    if moment and now and _local(moment).date() == _local(now).date():
        return da_time(moment)
    return da_datetime(moment)


@register.simple_tag
def icon(name: str, css_class: str = "") -> SafeString:
    """Draw an icon from the design system; the text beside it says what it means."""
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        f"icon-svg {css_class}".strip(),
        static(ICONS),
        name,
    )


@register.filter
def widget_kind(field: BoundField) -> str:
    """Name the kind of mark-up a field needs."""
    if field.is_hidden:
        return "hidden"
    return next((kind for cls, kind in KINDS if isinstance(field.field.widget, cls)), "input")


@register.filter
def first_input_id(field: BoundField) -> str:
    """Give the id an error link should lead to: of a group, its first choice."""
    return field.id_for_label or f"{field.auto_id}_0"


@register.simple_tag
def widget(field: BoundField, css_class: str = "") -> SafeString:
    """Render the widget of a bound field with the design system's classes."""
    own_class = field.field.widget.attrs.get("class", "")
    base = CSS_CLASSES.get(widget_kind(field), "form-input")
    return field.as_widget(attrs={"class": " ".join(f"{base} {own_class} {css_class}".split())})


def _decimal(value: Any) -> Decimal | None:
    if value is None or value == "":
        return None
    try:
        return value if isinstance(value, Decimal) else Decimal(str(value))
    except InvalidOperation:
        return None


def _danish(number: Decimal, *, places: int) -> str:
    rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{rounded:,.{places}f}".translate(str.maketrans(",.", ".,"))


def _local(moment: Any) -> Any:
    if isinstance(moment, datetime) and moment.tzinfo is not None:
        return moment.astimezone(COPENHAGEN)
    return moment
