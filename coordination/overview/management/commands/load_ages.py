from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from coordination.parties import importers


class Command(BaseCommand):
    help = "Load inhabitants by age group: kommunekode;aar;aldersgruppe;antal."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="read it, and keep nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with options["file"].open(encoding="utf-8-sig", newline="") as lines:
                read = importers.load_age_counts(lines, dry_run=options["dry_run"])
        except (OSError, UnicodeDecodeError, importers.BadCount) as error:
            raise CommandError(str(error)) from error
        for line, reason in read.rejects:
            self.stdout.write(f"  line {line}: {reason}")
        self.stdout.write(
            f"  {read.new} new, {read.changed} changed, {read.unchanged} unchanged, "
            f"{len(read.rejects)} rejected"
        )
        if read.rejects:
            raise CommandError("Nothing was loaded. Correct the rows and load the file again.")
        if options["dry_run"]:
            self.stdout.write("  Nothing was kept: this was a dry run.")
