from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.base.actor import Role
from coordination.base.periods import DAY
from coordination.web.fields import DayField


class StaffForm(forms.Form):
    """Who is let in, as what, and until when."""

    role = forms.ChoiceField(label=_("Rolle"))
    given_names = forms.CharField(
        label=_("Fornavne"), max_length=100, error_messages={"required": _("Skriv fornavnet.")}
    )
    family_name = forms.CharField(
        label=_("Efternavn"), max_length=80, error_messages={"required": _("Skriv efternavnet.")}
    )
    authorisation_id = forms.CharField(
        label=_("Autorisations-ID"),
        max_length=8,
        help_text=_("Fem tegn. Kendes personen i forvejen, bruges samme log ind."),
        error_messages={"required": _("Skriv autorisations-ID'et.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = forms.EmailField(label=_("Mail"), required=False)
    starts_on = DayField(label=_("Fra og med"))
    ends_on = DayField(label=_("Til og med"), help_text=_("Adgangen ophører af sig selv."))

    def __init__(self, *args: Any, roles: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = roles  # type: ignore[attr-defined]

    @property
    def wanted(self) -> dict[str, Any]:
        """What the service is asked for."""
        data = dict(self.cleaned_data)
        ends_before = data.pop("ends_on") + DAY
        return data | {"role": Role(data["role"]), "ends_before": ends_before}
