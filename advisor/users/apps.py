from django.apps import AppConfig


class UsersConfig(AppConfig):
    name = "advisor.users"
