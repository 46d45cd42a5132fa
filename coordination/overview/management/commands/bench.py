import os
import tempfile
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from coordination.base import clock
from coordination.ledger.services.forecasts import BATCH as FORECASTS
from coordination.notices.services.ladder import BATCH
from coordination.overview.bench import (
    calibration,
    crowd,
    many,
    runs,
    scene,
    servers,
    settlement,
    uploads,
)
from coordination.overview.bench.bare import without_savepoints
from coordination.overview.bench.load import CALLERS, Measured
from coordination.overview.demo.build import MIDTJYLLAND

HOT = scene.AGREEMENTS
MANY = 10_000
BARE = 4
"""Callers of the bare limit: psycopg alone needs no more to keep two cores busy."""


class Command(BaseCommand):
    help = "Measure on a database of its own: sessions and lists over REST, pages, the bare limit."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "what",
            nargs="?",
            choices=("all", "forecast", "load", "settlement", "uploads"),
            default="all",
        )
        parser.add_argument(
            "--seconds", type=float, default=5.0, help="for each measurement over REST, at most 10"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if os.environ.get("SAMSPIL_BENCH") != "1":
            raise CommandError("it fills the database; start it with ./samspil bench")
        if options["what"] == "forecast":
            self._calibration()
            self._fill()
            return self._forecasts()
        if options["what"] == "uploads":
            return self._uploads()
        if options["what"] == "settlement":
            return self._settlement()
        if options["what"] == "load":
            return self._load()
        seconds = min(options["seconds"], 10.0)
        stages = scene.make_stages()
        names = {
            "request": scene.fill_work_list(clock.now()),
            "agreement": MIDTJYLLAND.slug,
        }
        _count_rows()
        with (
            tempfile.TemporaryDirectory() as folder,
            servers.running(Path(folder) / "web.log") as ports,
        ):
            rest = runs.Rest(ports, stages)
            self._machine(ports)
            self._sessions(rest, stages, seconds)
            self._lists(rest, seconds)
            self._pages(ports, names, seconds / 4)
            self._uploads()
            self._deadlines()
            self._forecasts()
            self._pages(ports, {}, seconds / 4, which=runs.PORTFOLIO_PAGES)
        self._sizes()

    def _machine(self, ports: list[int]) -> None:
        load = os.getloadavg()[0]
        self._say(f"{os.cpu_count()} cores, load {load:.1f} before; Postgres {_version()};")
        self._say(f"{len(ports)} web servers, {CALLERS} callers, all on this machine, loopback.\n")

    def _sessions(self, rest: runs.Rest, stages: list[scene.Stage], seconds: float) -> None:
        sent = rest.record_post(0, "recorded-for-counting")
        spread = rest.post_sessions(list(range(HOT)), seconds=seconds)
        hot = rest.post_sessions([HOT], seconds=seconds)
        bare_spread = runs.bare_posts(rest, stages, list(range(BARE)), seconds=seconds / 2)
        bare_hot = runs.bare_posts(rest, stages, [HOT] * BARE, seconds=seconds / 2)
        self._head("Log a session and post it")
        self._row(f"REST, over {HOT} agreements", spread, bare_spread)
        self._row("REST, one hot agreement", hot, bare_hot)
        self._row("psycopg alone, spread", bare_spread)
        self._row("psycopg alone, hot", bare_hot)
        alone = len(without_savepoints(sent))
        self._say(f"  {len(sent)} statements each, {alone} without savepoints.\n")

    def _lists(self, rest: runs.Rest, seconds: float) -> None:
        sent = rest.record_list(HOT)
        listed = rest.list_sessions(HOT, seconds=seconds / 2)
        bare = runs.bare_lists(rest, HOT, seconds=seconds / 2)
        self._head("List 20 sessions")
        self._row("REST", listed, bare)
        self._row("psycopg alone", bare)
        self._say(f"  {len(sent)} statements each.\n")

    def _pages(
        self,
        ports: list[int],
        names: dict[str, str],
        seconds: float,
        which: Sequence[tuple[str, str, str, tuple[str, ...]]] = runs.PAGES,
    ) -> None:
        self._say(f"{'Page':<34}{'queries':>9}{'p50 ms':>9}{'p95 ms':>9}")
        for title, queries, took in runs.pages(ports, names, seconds=seconds, which=which):
            times = f"{took.percentile(50):>9.1f}{took.percentile(95):>9.1f}"
            self._say(f"  {title:<32}{queries:>9}{times}")

    def _deadlines(self) -> None:
        """The nightly computation of their deadlines, and the plan of what is reminded of."""
        today = clock.today()
        self._fill()
        first, again, rows = many.refresh_times(today)
        _count_rows()
        night = many.next_night(today)
        self._say(f"\nDeadlines of {MANY} more agreements, {rows} rows, one statement each:\n")
        self._say(f"  first {first:.2f} s, unchanged {again:.2f} s, the next night {night:.2f} s")
        planned, reminders = many.plan_time(clock.now() + timedelta(days=1))
        many.next_night(today + timedelta(days=1))
        moved, changed = many.plan_time(clock.now() + timedelta(days=2))
        self._say(f"Their ladders, {BATCH} agreements at a time:\n")
        self._say(f"  first {planned:.1f} s for {reminders} reminders,")
        self._say(f"  a night that moves every forecast {moved:.1f} s for {changed} of them.\n")

    def _fill(self) -> None:
        """Thousands of agreements with money in each, beside those already there."""
        many.fill(MANY, today=clock.today())
        with psycopg.connect(os.environ["OWNER_DATABASE_URL"], autocommit=True) as owner:
            many.spend(owner, today=clock.today())
        _count_rows()

    def _forecasts(self) -> None:
        """The nightly forecast of all their budgets."""
        night, made, again = many.forecast_times(clock.now())
        self._say(f"\nForecasts of {made} budgets, {FORECASTS} at a time:\n")
        self._say(f"  a night {night:.1f} s, when nothing moved {again:.3f} s\n")

    def _settlement(self) -> None:
        """A year closed month by month, and another through the bare statements."""
        made, other = settlement.make_year(1), settlement.make_year(2)
        _count_rows()
        bare = settlement.bare_year(other)
        taken, lines, grown = settlement.close_year(made)
        load = os.getloadavg()[0]
        self._say(f"{os.cpu_count()} cores, load {load:.1f}; Postgres {_version()}.")
        self._say(
            f"{settlement.SESSIONS} sessions of {settlement.TOWNS} municipalities in"
            f" {settlement.MONTHS} months, {lines} of them settled:\n"
        )
        for title, times in (("closed by the service", taken), ("the bare statements", bare)):
            self._say(f"  {title:<24}{sum(times):>7.1f} s, a month at most {max(times):.2f} s")
        self._say(f"\nThe process grew by {grown} MB at its peak.")

    def _calibration(self) -> None:
        """How often the forecast's band holds the outcome, where the truth is known."""
        self._say(f"P10-P90 of {calibration.CASES} agreements each, seed {calibration.SEED}:\n")
        self._say(f"{'':<34}{'day in':>9}{'spent in':>10}{'day early':>11}{'days wide':>11}")
        for row in calibration.coverages():
            shares = f"{row.day_inside:>7.1f} %{row.spent_inside:>8.1f} %"
            self._say(f"  {row.kind:<32}{shares}{row.day_before:>9.1f} %{row.days_wide:>11.0f}")

    def _load(self) -> None:
        """Everybody's work list at once, while requests arrive."""
        with (
            tempfile.TemporaryDirectory() as folder,
            servers.running(Path(folder) / "web.log") as ports,
        ):
            seconds = crowd.LONGEST
            towns = crowd.make_towns(ports, clock.now(), seconds=seconds)
            cookies = crowd.log_in(towns)
            _count_rows()
            self._machine(ports)
            took = crowd.run(ports, towns, cookies, seconds=seconds)
        self._say(f"{len(cookies)} people of {len(towns)} municipalities and their practices poll")
        self._say(f"every {crowd.POLL_SECONDS:.0f} s, {crowd.ARRIVALS} requests a second arrive,")
        self._say(f"{took.seconds:.0f} s, from {crowd.WAITING_EACH} waiting requests in each:\n")
        self._say(f"{'':<34}{'calls':>9}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}")
        for title, method in (("work list", "GET"), ("a request arrives", "POST")):
            times = took.of(method)
            shares = "".join(f"{times.percentile(share):>9.0f}" for share in (50, 95, 99))
            self._say(f"  {title:<32}{times.count:>9}{shares}")
        self._say(f"\nErrors: {len(took.errors)}. {took.errors[0] if took.errors else ''}")
        self._sizes()

    def _uploads(self) -> None:
        """What the largest files take in the process that cleans them."""
        self._say(f"{'Cleaning an upload':<34}{'MB':>9}{'becomes':>10}{'peak MB':>9}{'s':>7}")
        for row in uploads.measured():
            sizes = f"{row.megabytes:>9.1f}{row.outcome:>10}{row.peak:>9.0f}{row.seconds:>7.1f}"
            self._say(f"  {row.name:<32}{sizes}")

    def _sizes(self) -> None:
        tables = (
            "parties_patient",
            "acute_request",
            "acute_session",
            "ledger_entry",
            "agreements_agreement",
        )
        with psycopg.connect(os.environ["CHECK_DATABASE_URL"]) as database:
            counts = [
                f"{database.execute(f'SELECT count(*) FROM {table}').fetchone()[0]} {table}"  # type: ignore[index]  # noqa: S608
                for table in tables
            ]
        self._say(f"\nRows at the end: {', '.join(counts)}.")

    def _head(self, title: str) -> None:
        self._say(f"{title:<34}{'per s':>9}{'p50 ms':>9}{'p95 ms':>9}{'of bare':>9}")

    def _row(self, title: str, took: Measured, bare: Measured | None = None) -> None:
        share = f"{took.per_second / bare.per_second:>9.0%}" if bare else ""
        times = f"{took.percentile(50):>9.1f}{took.percentile(95):>9.1f}"
        self._say(f"  {title:<32}{took.per_second:>9.0f}{times}{share}")

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def _count_rows() -> None:
    """Let Postgres learn how much there is, as its autovacuum does within the minute."""
    with psycopg.connect(os.environ["OWNER_DATABASE_URL"], autocommit=True) as database:
        database.execute("ANALYZE")


def _version() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0])
