from django.urls import path

from firms.views import firm, invitations, members, sign_up

app_name = "firms"

urlpatterns = [
    path("welcome/", sign_up.welcome, name="welcome"),
    path("sign-up/", sign_up.start, name="start"),
    path("sign-up/<uuid:sign_up>/firm/", sign_up.firm_step, name="firm_step"),
    path("sign-up/<uuid:sign_up>/profile/", sign_up.profile_step, name="profile_step"),
    path("sign-up/<uuid:sign_up>/account/", sign_up.account_step, name="account_step"),
    path("sign-up/<uuid:sign_up>/ask/", sign_up.ask_administrator, name="ask_administrator"),
    path("sign-up/<uuid:sign_up>/asked/", sign_up.asked, name="asked"),
    path("invitation/accept/", invitations.accept, name="accept_invitation"),
    path("firm/", members.info, name="info"),
    path("firm/edit/", firm.edit, name="edit"),
    path("firm/security/", firm.security, name="security"),
    path("firm/two-step/", firm.two_step, name="two_step"),
    path("firm/activity/", firm.activity, name="activity"),
    path("firm/activity/export/", firm.activity_export, name="activity_export"),
    path("firm/leave/", members.leave, name="leave"),
    path("firm/members/add/", members.add_member, name="add_member"),
    path("firm/members/add/<str:draft>/", members.add_member_permissions, name="add_member_permissions"),
    path("firm/members/<int:number>/", members.page, name="member"),
    path("firm/members/<int:number>/edit/", members.edit, name="edit_member"),
    path("firm/invitations/<int:number>/edit/", invitations.edit, name="edit_invitation"),
    path("firm/invitations/<int:number>/resend/", invitations.resend, name="resend_invitation"),
    path("firm/invitations/<int:number>/withdraw/", invitations.withdraw, name="withdraw_invitation"),
    path("profile/role/", members.own_role, name="own_role"),
    path("profile/work-email/", firm.work_email, name="work_email"),
]
