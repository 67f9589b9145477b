from django.urls import path

from clients.views import assigning, client, lists, several, team

app_name = "clients"

urlpatterns = [
    path("clients/", lists.everything, name="all"),
    path("clients/payroll/", lists.payroll, name="payroll"),
    path("clients/peo/", lists.peo, name="peo"),
    path("clients/export/", lists.export, name="export"),
    path("clients/several/", several.several, name="several"),
    path("clients/<code:code>/", client.page, name="client"),
    path("clients/<code:code>/open/", client.open_account, name="open"),
    path("clients/<code:code>/assign/", assigning.choose_member, name="assign"),
    path("clients/<code:code>/members/<int:number>/", assigning.assignment, name="assignment"),
    path("clients/<code:code>/members/<int:number>/end/", assigning.end, name="end_assignment"),
    path("clients/<code:code>/end/", client.end, name="end"),
    path("firm/members/<int:number>/assign/", assigning.choose_client, name="assign_client"),
    path("firm/members/<int:number>/remove/", team.remove, name="remove_member"),
]
