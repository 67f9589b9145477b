from django.urls import path

from clients.company.views import contacts, inviting, overview, third_parties

app_name = "company"

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("details/", overview.details, name="details"),
    path("activity/", overview.activity, name="activity"),
    path("contacts/", contacts.contacts, name="contacts"),
    path("contacts/invite/", contacts.invite, name="invite_contact"),
    path("contacts/<int:number>/", contacts.edit, name="contact"),
    path("contacts/<int:number>/remove/", contacts.remove, name="remove_contact"),
    path("contacts/invitations/<int:number>/resend/", contacts.resend, name="resend_contact"),
    path("contacts/invitations/<int:number>/withdraw/", contacts.withdraw, name="withdraw_contact"),
    path("third-parties/", third_parties.third_parties, name="third_parties"),
    path("third-parties/invite-center/", inviting.invite_center, name="invite_center"),
    path("third-parties/add/", inviting.add_firm, name="add_firm"),
    path("third-parties/add/<str:draft>/", inviting.add_firm_permissions, name="add_firm_permissions"),
    path("third-parties/<int:number>/", third_parties.edit, name="third_party"),
    path("third-parties/<int:number>/people/<int:person>/remove/", third_parties.shut_out, name="shut_out"),
    path("third-parties/<int:number>/end/", third_parties.end, name="end_third_party"),
    path("third-parties/invitations/<int:number>/resend/", inviting.resend, name="resend_firm"),
    path("third-parties/invitations/<int:number>/withdraw/", inviting.withdraw, name="withdraw_firm"),
    path("requests/<int:number>/", third_parties.access_request, name="access_request"),
]
