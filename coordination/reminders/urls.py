from django.urls import path

from coordination.reminders import pages

urlpatterns = [
    path("", pages.messages, name="messages"),
    path("postkasse/", pages.mailbox, name="demo-mailbox"),
    path("<uuid:uuid>/laest/", pages.read, name="message-read"),
    path("<uuid:uuid>/tag/", pages.acknowledge, name="message-acknowledge"),
]
