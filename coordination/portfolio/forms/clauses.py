from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.agreements.enums import Anchor, Trigger


class SettleForm(forms.Form):
    """How a clause is read, and why."""

    anchor = forms.ChoiceField(
        label=_("Varslet regnes"),
        choices=Anchor.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg, hvordan varslet regnes.")},
    )
    trigger = forms.ChoiceField(
        label=_("Varslet kan gives"),
        choices=Trigger.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg, hvornår varslet kan gives.")},
    )
    reason = forms.CharField(
        label=_("Hvorfor læses det sådan?"),
        max_length=300,
        help_text=_("For eksempel parternes fælles forståelse eller et mødereferat."),
        error_messages={"required": _("Skriv kort hvorfor.")},
    )
