from django.urls import path

from coordination.overview import health, pages

urlpatterns = [
    path("", pages.home, name="home"),
    path("demo/ur/", pages.demo_clock, name="demo-clock"),
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
]
