"""People, their sessions and the rights of staff on the desk."""

from typing import Any

from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from advisor.audit.models import Event, EventQuerySet
from advisor.dates import moment
from advisor.desk.acts import act
from advisor.desk.admin import DeskModelAdmin, counted, to_list, to_row
from advisor.desk.site import desk
from advisor.identity import staff
from advisor.identity.overview import device
from advisor.users.models import User
from advisor.users.phones import NotAPhoneNumber, phone_number, shown

CALLERS = (
    "Verify a caller by calling back on the cell phone. The number that somebody calls from is never itself a proof."
)
RIGHTS = ("is_staff", "is_superuser", "groups")


@admin.register(User, site=desk)
class UserAdmin(DeskModelAdmin):
    called = "People"
    place = ("People", 1)
    rights = {
        "view": "See people",
        "change": "Send password resets, end all sessions, deactivate and reactivate people",
    }
    list_display = ("name", "username", "email", "cell", "firm", "is_active")
    list_filter = ("is_active", "is_staff", "is_superuser")
    list_select_related = ("member__firm",)
    search_fields = ("username", "first_name", "last_name", "email", "personal_email")
    search_help_text = "Search by name, username, work email, personal email or phone."
    ordering = ("-pk",)
    sortable_by = ("username", "email")
    fieldsets = (
        (None, {"fields": ("name", "username", "firm", "companies", "is_active", "joined")}),
        ("Verify a caller", {"fields": ("cell", "work"), "description": CALLERS}),
        ("Addresses", {"fields": ("email", "email_confirmed", "personal_email", "personal_email_confirmed")}),
        ("Signing in", {"fields": ("last_sign_in", "two_step", "sessions")}),
        ("Support staff", {"fields": RIGHTS}),
    )
    readonly_fields = (
        *("name", "username", "firm", "companies", "is_active", "joined", "cell", "work", "email", "email_confirmed"),
        *("personal_email", "personal_email_confirmed", "last_sign_in", "two_step", "sessions"),
    )
    actions = ("send_reset", "end_all_sessions", "deactivate", "reactivate")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only superusers change something by form: who is staff and with which rights. Nobody their own."""
        return bool(request.user.is_superuser) and (obj is None or obj.pk != request.user.pk)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field: Any = super().formfield_for_manytomany(db_field, request, widget=forms.CheckboxSelectMultiple, **kwargs)
        field.help_text = "What this person may do at the desk."
        return field

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).defer("password")

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        try:
            number = phone_number(search_term)
        except NotAPhoneNumber:
            return super().get_search_results(request, queryset, search_term)
        return queryset.filter(Q(cell_phone=number) | Q(work_phone=number)), False

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        obj.save(update_fields=[name for name in form.changed_data if name != "groups"])

    def idle_acts(self, row: User) -> set[str]:
        return {"reactivate"} if row.is_active else {"deactivate", "send_reset"}

    def firm_of(self, row: User) -> Any:
        return staff.firm_of(row)

    def book_of(self, row: User) -> EventQuerySet:
        return Event.objects.filter(Q(about_kind="user", about_id=row.pk) | Q(actor=row))

    @admin.display(description="name")
    def name(self, user: User) -> str:
        return user.get_full_name() or user.username

    @admin.display(description="cell phone")
    def cell(self, user: User) -> str:
        return shown(str(user.cell_phone)) or "—"

    @admin.display(description="work phone")
    def work(self, user: User) -> str:
        return shown(str(user.work_phone)) or "—"

    @admin.display(description="firm")
    def firm(self, user: User) -> SafeString | str:
        return to_row(staff.firm_of(user))

    @admin.display(description="contact of")
    def companies(self, user: User) -> SafeString:
        return to_list("clients_contact", "Companies of this person", user__id__exact=user.pk)

    @admin.display(description="joined")
    def joined(self, user: User) -> str:
        return moment(user.date_joined)

    @admin.display(description="last sign-in")
    def last_sign_in(self, user: User) -> str:
        return moment(user.last_login) if user.last_login else "never"

    @admin.display(description="confirmed")
    def email_confirmed(self, user: User) -> str:
        return moment(user.email_confirmed_at) if user.email_confirmed_at else "not confirmed"

    @admin.display(description="confirmed")
    def personal_email_confirmed(self, user: User) -> str:
        return moment(user.personal_email_confirmed_at) if user.personal_email_confirmed_at else "not confirmed"

    @admin.display(description="two-step sign-in")
    def two_step(self, user: User) -> str:
        return "On" if staff.has_two_step(user) else "Off"

    @admin.display(description="sessions")
    def sessions(self, user: User) -> SafeString:
        number = UserSession.objects.filter(user=user).count()
        return to_list("usersessions_usersession", f"{number} open", user__id__exact=user.pk)

    @act("Send password reset")
    def send_reset(self, user: User, by: Any) -> str:
        return f"A reset letter is on its way to {staff.start_recovery(user, by=by)}."

    @act("End all sessions", loses="They are signed out everywhere at once. What they have typed and not sent is lost.")
    def end_all_sessions(self, user: User, by: Any) -> str:
        return f"{user}: {counted(staff.sign_out_everywhere(user, by=by), 'session')} ended."

    @act("Deactivate", loses="They are signed out everywhere at once and cannot sign in until they are reactivated.")
    def deactivate(self, user: User, by: Any) -> str:
        return f"{user} may no longer sign in; {counted(staff.deactivate(user, by=by), 'session')} ended."

    @act("Reactivate")
    def reactivate(self, user: User, by: Any) -> str:
        staff.reactivate(user, by=by)
        return f"{user} may sign in again."


@admin.register(UserSession, site=desk)
class SessionAdmin(DeskModelAdmin):
    """The key of a session is a secret and stands nowhere."""

    called = "Sessions"
    place = ("People", 2)
    narrowed_by = ("user__id__exact",)
    rights = {"view": "See sessions", "change": "End single sessions"}
    list_display = ("user", "device", "ip", "last_used")
    list_select_related = ("user",)
    search_fields = ("user__username", "user__first_name", "user__last_name", "user__email", "ip")
    ordering = ("-pk",)
    sortable_by = ()
    fields = ("person", "device", "ip", "user_agent", "since", "last_used")
    readonly_fields = ("person", "device", "since", "last_used")
    actions = ("end",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[UserSession]:
        return super().get_queryset(request).defer("session_key", "data", "user__password")

    def book_of(self, row: UserSession) -> EventQuerySet:
        return Event.objects.filter(about_kind="user", about_id=row.user_id)

    @admin.display(description="person")
    def person(self, session: UserSession) -> SafeString | str:
        return to_row(session.user)

    @admin.display(description="device")
    def device(self, session: UserSession) -> str:
        return device(session.user_agent)

    @admin.display(description="since")
    def since(self, session: UserSession) -> str:
        return moment(session.created_at)

    @admin.display(description="last used")
    def last_used(self, session: UserSession) -> str:
        return moment(session.last_seen_at)

    @act("End session", loses="The browser is signed out at once. What was typed and not sent is lost.", gone=True)
    def end(self, session: UserSession, by: Any) -> str:
        staff.end_one(session, by=by)
        return f"A session of {session.user} ended."


@admin.register(Group, site=desk)
class RightsAdmin(DeskModelAdmin):
    """Sets of rights on the desk, for superusers to make and give."""

    called = "Rights of staff"
    place = ("People", 3)
    editable = True
    search_fields = ("name",)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Only rights that mean something at the desk, in words; firm permissions are given inside firms."""
        words = {
            (model._meta.app_label, f"{verb}_{model._meta.model_name}"): sentence
            for model, table in self.admin_site._registry.items()
            for verb, sentence in table.rights.items()  # type: ignore[attr-defined] # a DeskModelAdmin
        }
        wanted = Q()
        for app, codename in words:
            wanted |= Q(content_type__app_label=app, codename=codename)
        kwargs["queryset"] = Permission.objects.filter(wanted).select_related("content_type")
        kwargs["widget"] = forms.CheckboxSelectMultiple
        field: Any = super().formfield_for_manytomany(db_field, request, **kwargs)
        field.label_from_instance = lambda right: words[right.content_type.app_label, right.codename]
        field.help_text = "Acts need the right to see the table as well."
        return field
