"""Which firm works for which client, and who of the firm. Staff can end it, for whoever asks; they give nothing."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from advisor.audit.models import Event, EventQuerySet
from advisor.dates import moment
from advisor.desk.acts import act
from advisor.desk.admin import DeskModelAdmin, counted, to_list, to_row
from advisor.desk.site import desk
from clients.actions.granting import end_link
from clients.models import Assignment, AssignmentRequest, Client, ClientLink, Product, Status
from clients.models.link import at_work

NOT_OVER = {ClientLink: Q(ended_at=None), Assignment: at_work(), AssignmentRequest: Q(answered_at=None)}


class NowFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("now", model_admin.words_for_now), ("over", model_admin.words_for_over)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        now = NOT_OVER[queryset.model]
        match self.value():
            case "now":
                return queryset.filter(now)
            case "over":
                return queryset.exclude(now)
        return queryset


class CopiedFilter(admin.SimpleListFilter):
    """By what a link copies of its client."""

    choices_of: ClassVar[Any]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return self.choices_of.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        known = self.value() in self.choices_of.values
        return queryset.filter(**{str(self.parameter_name): self.value()}) if known else queryset


class ProductFilter(CopiedFilter):
    title = parameter_name = "product"
    choices_of = Product


class StatusFilter(CopiedFilter):
    title = "client's status"
    parameter_name = "status"
    choices_of = Status


class BetweenAdmin(DeskModelAdmin):
    """What stands between a client and a firm: read, and at most ended."""

    words_for_now: ClassVar[str] = "Live"
    words_for_over: ClassVar[str] = "Ended"
    list_filter: ClassVar[Any] = (NowFilter,)
    ordering = ("-pk",)
    sortable_by = ()

    def company_of(self, row: Any) -> Client:
        return row.link.client

    def book_of(self, row: Any) -> EventQuerySet:
        """What happened to this member at this client."""
        events = Event.objects.of_client(self.company_of(row).pk)
        return events.filter(about_kind="user", about_id=row.member.user_id)

    @admin.display(description="client")
    def company(self, row: Any) -> SafeString | str:
        return to_row(self.company_of(row))

    @admin.display(description="firm")
    def firm_row(self, row: Any) -> SafeString | str:
        return to_row(row.firm)

    @admin.display(description="member")
    def colleague(self, row: Any) -> SafeString | str:
        return to_row(row.member)

    @admin.display(description="connection")
    def connection(self, row: Any) -> SafeString | str:
        return to_row(row.link)

    @admin.display(description="permissions")
    def may(self, row: Any) -> str:
        return row.permissions.labels or "none"


@admin.register(ClientLink, site=desk)
class ClientLinkAdmin(BetweenAdmin):
    called = "Connections"
    place = ("Clients", 6)
    narrowed_by = ("client__id__exact", "firm__id__exact")
    rights = {"view": "See which firm works for which client", "delete": "End a firm's access to a client"}
    list_display = ("client_name", "firm", "product_name", "status_name", "may", "since", "until")
    list_filter = (NowFilter, ProductFilter, StatusFilter)
    list_select_related = ("client", "firm")
    search_fields = ("client__names", "firm__name")
    search_help_text = "Search by client or firm."
    fields = ("company", "firm_row", "product_name", "status_name", "may", "people", "since", "until")
    readonly_fields = fields
    actions = ("end",)

    def has_end_permission(self, request: HttpRequest) -> bool:
        return self.holds(request, "delete")

    def idle_acts(self, row: ClientLink) -> set[str]:
        return {"end"} if row.ended_at else set()

    def company_of(self, row: ClientLink) -> Client:
        return row.client

    def book_of(self, row: ClientLink) -> EventQuerySet:
        """What happened between the two, also under an earlier connection."""
        return Event.objects.of_client(row.client_id).filter(firm_id=row.firm_id)

    @admin.display(description="product")
    def product_name(self, row: ClientLink) -> str:
        return Product(row.product).label

    @admin.display(description="client's status")
    def status_name(self, row: ClientLink) -> str:
        return Status(row.status).label

    @admin.display(description="granted to the firm")
    def may(self, row: ClientLink) -> str:
        return row.granted.labels or "none"

    @admin.display(description="people at work")
    def people(self, row: ClientLink) -> SafeString:
        label = counted(row.assignments.filter(at_work()).count(), "assignment")
        return to_list("clients_assignment", label, link__id__exact=row.pk)

    @admin.display(description="began")
    def since(self, row: ClientLink) -> str:
        return moment(row.began_at)

    @admin.display(description="ended")
    def until(self, row: ClientLink) -> str:
        return moment(row.ended_at) if row.ended_at else "—"

    @act(
        "End the firm's access",
        loses=(
            "Nobody of the firm reaches the client's account from their next click on, and every assignment there "
            "ends. Both sides get a letter. A new invitation can connect them again; it gives nobody back what they "
            "had."
        ),
        permission="end",
    )
    def end(self, row: ClientLink, by: Any) -> str:
        end_link(row, by=by)
        return f"{row.firm} no longer has access to {row.client_name}."
