"""Form fields that read what people in Denmark type: days, kroner, whole numbers."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.base.money import kroner

NO_DAY, NO_AMOUNT, NO_COUNT = _("Skriv dagen."), _("Skriv beløbet."), _("Skriv et helt tal.")
TYPED = re.compile(r"-?\d{1,3}(\.\d{3})+(,\d{1,2})?|-?\d+([.,]\d{1,2})?")
"""Kroner as people type them: points between thousands, a comma or a point before the øre."""

DAY_FORMATS = ["%d.%m.%Y", "%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d"]


class DayField(forms.DateField):
    """A day as 2.6.2020."""

    def __init__(self, *, label: Any, missing: Any = NO_DAY, **options: Any) -> None:
        super().__init__(
            label=label,
            input_formats=DAY_FORMATS,
            help_text=options.pop("help_text", _("For eksempel 2.6.2020.")),
            error_messages={
                "required": missing,
                "invalid": _("Skriv dagen som dag.måned.år, for eksempel 2.6.2020."),
            },
            widget=forms.DateInput(format="%d.%m.%Y", attrs={"autocomplete": "off"}),
            **options,
        )


class ClockField(forms.TimeField):
    """A time of day as 8:30 or 8.30."""

    def __init__(self, *, label: Any, **options: Any) -> None:
        super().__init__(
            label=label,
            input_formats=["%H:%M", "%H.%M", "%H"],
            help_text=options.pop("help_text", _("For eksempel 8:30.")),
            error_messages={
                "required": _("Skriv klokkeslættet."),
                "invalid": _("Skriv klokkeslættet som 8:30."),
            },
            widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            **options,
        )


class KronerField(forms.CharField):
    """An amount in kroner as 1.500.000,00; never a float on the way."""

    def __init__(self, *, label: Any, missing: Any = NO_AMOUNT, **options: Any) -> None:
        super().__init__(
            label=label,
            help_text=options.pop("help_text", _("For eksempel 1.500.000,00.")),
            error_messages={"required": missing},
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            **options,
        )

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        plain = re.sub(r"kr\.?|\s", "", text)
        if not TYPED.fullmatch(plain):
            raise forms.ValidationError(_("Skriv beløbet i kroner, for eksempel 1.500.000,00."))
        if "," in plain or re.search(r"\.\d{3}$", plain):
            plain = plain.replace(".", "").replace(",", ".")
        amount: Decimal = kroner(plain)
        return amount


class CountField(forms.IntegerField):
    """A whole number from 0 or 1 upwards."""

    def __init__(self, *, label: Any, missing: Any = NO_COUNT, **options: Any) -> None:
        whole = _("Skriv et helt tal fra %(limit_value)s.")
        super().__init__(
            label=label,
            error_messages={
                "required": missing,
                "invalid": _("Skriv et helt tal."),
                "min_value": whole,
                "max_value": _("Skriv et helt tal, højst %(limit_value)s."),
            },
            widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            **options,
        )
