from django.urls import path

from invitations import views

app_name = "invitations"

urlpatterns = [
    path("invitation/", views.page, name="page"),
    path("invitation/decline/", views.refuse, name="decline"),
    path("invitation/ask/", views.wish, name="ask"),
    path("invitation/<str:token>/", views.arrive, name="arrive"),
]
