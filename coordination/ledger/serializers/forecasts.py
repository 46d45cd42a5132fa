from rest_framework import serializers


class DayLeftOut(serializers.Serializer):
    day = serializers.DateField()
    p10 = serializers.IntegerField(help_text="Brugt i alt i hele kroner, i 1 af 10 tilfælde højst.")
    p50 = serializers.IntegerField(help_text="Brugt i alt, i halvdelen af tilfældene højst.")
    p90 = serializers.IntegerField(help_text="Brugt i alt, i 9 af 10 tilfælde højst.")


class DrawnOut(serializers.Serializer):
    as_of = serializers.DateField()
    weeks = serializers.IntegerField(help_text="Så mange af de seneste uger er der trukket af.")
    seasonal = serializers.BooleanField(help_text="Om årets gang er regnet med.")
    p10 = serializers.DateField(
        allow_null=True, help_text="Midlerne er brugt inden denne dag i 1 af 10 tilfælde."
    )
    p50 = serializers.DateField(allow_null=True, help_text="Tom, hvor de rækker aftalen ud.")
    p90 = serializers.DateField(allow_null=True)
    overrun_percent = serializers.IntegerField(
        help_text="Hvor sandsynligt det er, at midlerne bruges før udløb."
    )
    band = DayLeftOut(many=True)


class PaceOut(serializers.Serializer):
    per_month = serializers.DecimalField(max_digits=14, decimal_places=2)
    posted = serializers.DecimalField(
        max_digits=14, decimal_places=2, help_text="Bogført i de seneste 13 uger."
    )
    used_on = serializers.DateField(allow_null=True)
    break_even = serializers.DecimalField(max_digits=14, decimal_places=2, allow_null=True)


class BurnDownMonthOut(serializers.Serializer):
    day = serializers.DateField()
    neutral = serializers.DecimalField(
        max_digits=14, decimal_places=2, help_text="Brugt i alt ved jævnt forbrug."
    )
    spent = serializers.DecimalField(max_digits=14, decimal_places=2, allow_null=True)


class BacktestOut(serializers.Serializer):
    said_on = serializers.DateField()
    p10 = serializers.DateField(source="forecast.p10", allow_null=True)
    p50 = serializers.DateField(source="forecast.p50", allow_null=True)
    p90 = serializers.DateField(source="forecast.p90", allow_null=True)
    within_days = serializers.IntegerField(allow_null=True)


class ForecastOut(serializers.Serializer):
    as_of = serializers.DateField()
    last_day = serializers.DateField()
    appropriated = serializers.DecimalField(max_digits=14, decimal_places=2)
    spent = serializers.DecimalField(max_digits=14, decimal_places=2)
    reserved = serializers.DecimalField(max_digits=14, decimal_places=2)
    left = serializers.DecimalField(max_digits=14, decimal_places=2)
    pace = PaceOut()
    months = BurnDownMonthOut(many=True)
    forecast = DrawnOut(allow_null=True, help_text="Tom under otte ugers historik.")
    backtest = BacktestOut(allow_null=True, help_text="Det, prognosen sagde for tre måneder siden.")
