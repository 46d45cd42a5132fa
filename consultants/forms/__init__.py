from consultants.forms.appointments import AppointForm, EndForm, ExtendForm
from consultants.forms.hours import ActivityForm, ReturnForm, typed
from consultants.forms.meetings import HoldForm, MeetingForm, WordsForm
from consultants.forms.points import (
    AnswerForm,
    ChooseForm,
    CloseForm,
    ContentForm,
    MoveForm,
    NoteForm,
    PointFilterForm,
    PointForm,
    SnagForm,
)

__all__ = [
    "ActivityForm",
    "AnswerForm",
    "AppointForm",
    "ChooseForm",
    "CloseForm",
    "ContentForm",
    "EndForm",
    "ExtendForm",
    "HoldForm",
    "MeetingForm",
    "MoveForm",
    "NoteForm",
    "PointFilterForm",
    "PointForm",
    "ReturnForm",
    "SnagForm",
    "WordsForm",
    "typed",
]
