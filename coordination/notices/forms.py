from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.agreements.models import Body
from coordination.notices.enums import NoticeKind
from coordination.web.fields import DayField

LAST_DAYS = {
    NoticeKind.TERMINATE: _("Aftalens sidste dag"),
    NoticeKind.SUSPEND: _("Sidste dag før suspensionen"),
    NoticeKind.LEAVE: _("Jeres sidste dag i aftalen"),
}


class DraftForm(forms.Form):
    """The last day that is aimed at, who decides about it, and why."""

    wanted_last_day_on = DayField(label=_("Sidste dag"), missing=_("Skriv den dag, I ønsker."))
    body = forms.ChoiceField(
        label=_("Organ, der beslutter varslet"),
        required=False,
        help_text=_("Organet får en opgave med sin frist."),
    )
    reason = forms.CharField(
        label=_("Begrundelse"),
        max_length=2000,
        help_text=_("Står i varslet til de andre parter."),
        error_messages={"required": _("Skriv kort hvorfor.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, kind: NoticeKind, bodies: Iterable[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wanted_last_day_on"].label = LAST_DAYS[kind]
        chosen = [(str(body.uuid), body.name) for body in bodies]
        self.fields["body"].choices = [*chosen, ("", _("Intet organ"))]  # type: ignore[attr-defined]


class ReceiptForm(forms.Form):
    """The day the notice was received."""

    received_on = DayField(
        label=_("Modtaget den"), missing=_("Skriv den dag, varslet blev modtaget.")
    )


class WithdrawForm(forms.Form):
    """Why a notice is taken back."""

    reason = forms.CharField(
        label=_("Hvorfor trækkes varslet tilbage?"),
        max_length=300,
        error_messages={"required": _("Skriv kort hvorfor.")},
    )


class BodyForm(forms.Form):
    """The day the body decided, and what it said."""

    decided_on = DayField(label=_("Besluttet den"), missing=_("Skriv den dag, det blev besluttet."))
    note = forms.CharField(
        label=_("Beslutning"),
        max_length=300,
        required=False,
        help_text=_("For eksempel dagsordenspunkt og sagsnummer."),
    )


class ResumeForm(forms.Form):
    """The first day services count again, and what the parties agreed."""

    resumes_on = DayField(label=_("Genoptages fra"), missing=_("Skriv den første dag."))
    reason = forms.CharField(
        label=_("Hvad er aftalt?"),
        max_length=300,
        help_text=_("Sendes til de andre parter."),
        error_messages={"required": _("Skriv kort, hvad parterne har aftalt.")},
    )
