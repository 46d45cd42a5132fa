from consultants.forms.appointments import AppointForm, EndForm, ExtendForm
from consultants.forms.hours import ActivityForm, ReturnForm, typed

__all__ = ["ActivityForm", "AppointForm", "EndForm", "ExtendForm", "ReturnForm", "typed"]
