"""Hours as people type them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consultants.rules.durations import Unreadable, minutes_from


class MinutesField(forms.CharField):
    """Hours as 1:30, 90m or 1,5; whole minutes inside."""

    def __init__(self, *, label: Any, most: int, **options: Any) -> None:
        self.most = most
        super().__init__(
            label=label,
            help_text=options.pop("help_text", _("For eksempel 1:30, 90m eller 1,5.")),
            error_messages={"required": _("Skriv, hvor lang tid det er.")},
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
            **options,
        )

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            minutes = minutes_from(text)
        except Unreadable as error:
            raise forms.ValidationError(str(error)) from error
        if minutes > self.most:
            raise forms.ValidationError(_("Det er for lang tid. Ret tallet."))
        return minutes
