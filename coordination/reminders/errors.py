from django.utils.translation import gettext_lazy as _

from coordination.base.errors import StateConflict


class NothingToTake(StateConflict):
    code = "nothing_to_take"
    message = _("Beskeden skal ikke tages af nogen. Du kan markere den som læst.")


class AlreadyTaken(StateConflict):
    code = "already_taken"
    message = _("%(name)s har allerede taget den. Tal sammen, hvis du skal overtage.")


class NotGivenUp(StateConflict):
    code = "not_given_up"
    message = _("Leveringen er ikke opgivet. Den er på vej eller leveret.")


class FeedExists(StateConflict):
    code = "feed_exists"
    message = _(
        "Du har allerede en kalenderadresse i den rolle. Tilbagekald den, før du laver en ny."
    )
