from django.db import migrations, models

RULES = """
-- The notice rule of coordination/agreements/rules.py, for queries over all agreements at once.
-- Plain bodies, so that the planner puts them into the query that uses them.

CREATE FUNCTION notice_effect(anchor text, months integer, received date) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE anchor
    WHEN 'day_to_day' THEN
        received + make_interval(months => months)
    WHEN 'end_of_month' THEN
        date_trunc('month', received + make_interval(months => months)) + interval '1 month -1 day'
    WHEN 'to_the_first' THEN
        date_trunc('month', received + make_interval(months => months) - interval '1 day')
            + interval '1 month'
    WHEN 'end_of_quarter' THEN
        date_trunc('quarter', received + make_interval(months => months))
            + interval '3 months -1 day'
    WHEN 'end_of_year' THEN
        date_trunc('year', received + make_interval(months => months)) + interval '1 year -1 day'
END::date;

CREATE FUNCTION notice_last_day(anchor text, months integer, received date) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN notice_effect(anchor, months, received) - (anchor = 'to_the_first')::integer;

-- The greatest received day whose last day in force is not after last_day. A month, quarter or year
-- counts once all its days do, so it is looked up with the day after; months are only ever taken
-- from a 1st, or from a day in the middle of a month, where the same day number or the end of a
-- shorter month is the last that fits.
CREATE FUNCTION latest_receipt(anchor text, months integer, last_day date) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN anchor = 'to_the_first' THEN
        date_trunc('month', (last_day + 1)::timestamp) - make_interval(months => months)
    WHEN anchor = 'day_to_day' AND extract(day FROM last_day + 1) <> 1 THEN
        last_day - make_interval(months => months)
    WHEN anchor IN ('day_to_day', 'end_of_month') THEN
        date_trunc('month', (last_day + 1)::timestamp) - make_interval(months => months)
            - interval '1 day'
    WHEN anchor = 'end_of_quarter' THEN
        date_trunc('quarter', (last_day + 1)::timestamp) - make_interval(months => months)
            - interval '1 day'
    WHEN anchor = 'end_of_year' THEN
        date_trunc('year', (last_day + 1)::timestamp) - make_interval(months => months)
            - interval '1 day'
END::date;

REVOKE EXECUTE ON FUNCTION notice_effect, notice_last_day, latest_receipt FROM PUBLIC;
GRANT EXECUTE ON FUNCTION notice_effect, notice_last_day, latest_receipt
    TO samspil_app, samspil_sweep, samspil_check;
"""
UNDO = "DROP FUNCTION notice_last_day, notice_effect, latest_receipt"


class Migration(migrations.Migration):
    dependencies = [("agreements", "0005_row_security_of_versions")]
    operations = [
        migrations.RunSQL(RULES, UNDO),
        migrations.AlterField(
            model_name="clause",
            name="anchor",
            field=models.CharField(
                blank=True,
                choices=[
                    ("day_to_day", "fra dag til dag"),
                    ("end_of_month", "til udgangen af en måned (løbende måned plus varslet)"),
                    ("to_the_first", "til den 1. i en måned"),
                    ("end_of_quarter", "til udgangen af et kvartal"),
                    ("end_of_year", "til udgangen af et kalenderår"),
                ],
                max_length=15,
            ),
        ),
    ]
