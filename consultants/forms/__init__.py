from consultants.forms.appointments import AppointForm, EndForm, ExtendForm

__all__ = ["AppointForm", "EndForm", "ExtendForm"]
