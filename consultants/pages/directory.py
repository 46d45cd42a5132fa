from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from consultants import selectors
from coordination.base import clock
from coordination.web.http import ActorRequest


@require_GET
def directory(request: ActorRequest) -> HttpResponse:
    """Who is consultant where, and which specialists can be asked; open to every role."""
    text = request.GET.get("q", "")[:80]
    found = selectors.directory(on=clock.today(), text=text)
    places = [
        {"name": name, "entries": list(rows)}
        for name, rows in groupby(found, key=lambda row: row.host)
    ]
    return render(request, "consultants/directory.html", {"places": places, "text": text})
