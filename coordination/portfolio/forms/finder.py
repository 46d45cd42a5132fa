"""Where and when somebody asks what applies."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.parties.models import Organisation
from coordination.web.fields import DayField


class FinderForm(forms.Form):
    """Municipality, practice and day, as they stand in the address."""

    kommune = forms.UUIDField(label=gettext_lazy("Kommune"), required=False, widget=forms.Select)
    praksis = forms.UUIDField(label=gettext_lazy("Praksis"), required=False, widget=forms.Select)
    dag = DayField(label=gettext_lazy("Dag"), required=False)

    def offer(
        self, municipalities: Iterable[Organisation], practices: Iterable[Organisation]
    ) -> None:
        """The places that can be chosen."""
        self._choices("kommune", _("Vælg kommune"), municipalities)
        self._choices("praksis", _("Alle praksis"), practices)

    def _choices(self, name: str, first: str, rows: Iterable[Organisation]) -> None:
        widget: Any = self.fields[name].widget
        widget.choices = [("", first), *((str(row.uuid), row.name) for row in rows)]
