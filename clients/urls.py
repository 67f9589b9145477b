from django.urls import path

from clients.views import assigning, client, connecting, invitations, lists, requesting, several, team

app_name = "clients"

urlpatterns = [
    path("clients/", lists.everything, name="all"),
    path("clients/payroll/", lists.payroll, name="payroll"),
    path("clients/peo/", lists.peo, name="peo"),
    path("clients/export/", lists.export, name="export"),
    path("clients/several/", several.several, name="several"),
    path("clients/connect/", connecting.connect, name="connect"),
    path("clients/connect/templates/", connecting.templates, name="templates"),
    path("clients/requested/<int:number>/resend/", connecting.resend, name="resend_request"),
    path("clients/requested/<int:number>/cancel/", connecting.cancel, name="cancel_request"),
    path("clients/invitations/<int:number>/", invitations.invitation, name="invitation"),
    path("clients/invitations/<int:number>/accept/", invitations.accept, name="accept"),
    path("clients/invitations/<int:number>/decline/", invitations.decline, name="decline"),
    path("clients/requests/<int:number>/", requesting.answer, name="request"),
    path("clients/<code:code>/", client.page, name="client"),
    path("clients/<code:code>/open/", client.open_account, name="open"),
    path("clients/<code:code>/request/", requesting.ask, name="request_access"),
    path("clients/<code:code>/assign/", assigning.choose_member, name="assign"),
    path("clients/<code:code>/members/<int:number>/", assigning.assignment, name="assignment"),
    path("clients/<code:code>/members/<int:number>/end/", assigning.end, name="end_assignment"),
    path("clients/<code:code>/end/", client.end, name="end"),
    path("firm/members/<int:number>/assign/", assigning.choose_client, name="assign_client"),
    path("firm/members/<int:number>/remove/", team.remove, name="remove_member"),
    path("invitation/firm/pass-on/", invitations.pass_on, name="pass_on"),
    path("invitation/access/decline/", invitations.decline_access, name="decline_access"),
    path("invitation/contact/join/", invitations.join_contact, name="join_contact"),
    path("invitation/contact/accept/", invitations.accept_contact, name="accept_contact"),
]
