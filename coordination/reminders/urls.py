from django.urls import path

from coordination.reminders import pages

urlpatterns = [
    path("", pages.messages, name="messages"),
    path("postkasse/", pages.mailbox, name="demo-mailbox"),
    path("uleverede/", pages.undelivered, name="message-undelivered"),
    path("uleverede/<uuid:uuid>/", pages.retry, name="message-retry"),
    path("kalender/", pages.calendar_feeds, name="calendar-feeds"),
    path("kalender/<uuid:uuid>/tilbagekald/", pages.revoke_feed, name="calendar-feed-revoke"),
    path("<uuid:uuid>/laest/", pages.read, name="message-read"),
    path("<uuid:uuid>/tag/", pages.acknowledge, name="message-acknowledge"),
]
