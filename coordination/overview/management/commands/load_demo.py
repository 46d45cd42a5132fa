from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from coordination.overview.demo import build as demo


class Command(BaseCommand):
    help = "Make the demo data and start its clock; run again it changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("demo data have no place in production")
        if demo.exists():
            self.stdout.write("  the demo is there already")
            return
        for slug, count in demo.build().items():
            self.stdout.write(f"  {count:>5} sessions under {slug}")
