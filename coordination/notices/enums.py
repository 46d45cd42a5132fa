from django.db import models
from django.utils.translation import gettext_lazy as _


class DeadlineKind(models.TextChoices):
    TERMINATE = "terminate", _("Opsigelse")
    EXPIRY = "expiry", _("Udløb")


class NoticeKind(models.TextChoices):
    TERMINATE = "terminate", _("Opsigelse")
    SUSPEND = "suspend", _("Suspension")


class NoticeState(models.TextChoices):
    DRAFT = "draft", _("Kladde")
    GIVEN = "given", _("Afgivet")
    RECEIVED = "received", _("Modtaget af alle")
    WITHDRAWN = "withdrawn", _("Trukket tilbage")


MOVES: dict[NoticeState, frozenset[NoticeState]] = {
    NoticeState.DRAFT: frozenset({NoticeState.GIVEN, NoticeState.WITHDRAWN}),
    NoticeState.GIVEN: frozenset({NoticeState.RECEIVED, NoticeState.WITHDRAWN}),
    NoticeState.RECEIVED: frozenset({NoticeState.WITHDRAWN}),
    NoticeState.WITHDRAWN: frozenset(),
}
