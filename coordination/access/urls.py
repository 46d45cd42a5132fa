from allauth.account.views import LoginView, LogoutView
from axes.decorators import axes_dispatch, axes_form_invalid
from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods

from coordination.access import pages
from coordination.access.middleware import role_not_required

LoginView.form_invalid = axes_form_invalid(LoginView.form_invalid)
guarded = method_decorator(axes_dispatch, name="dispatch")(LoginView)
form = require_http_methods(["GET", "HEAD", "POST"])

urlpatterns = [
    path("log-ind/", login_not_required(form(guarded.as_view())), name="account_login"),
    path("log-ud/", role_not_required(form(LogoutView.as_view())), name="account_logout"),
    path("personale/", pages.staff, name="staff"),
    path("skift-rolle/", pages.switch_role, name="switch-role"),
]
