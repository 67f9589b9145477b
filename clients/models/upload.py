"""A file of clients between its dry run and its import."""

from datetime import timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from advisor.crypto import SealedTextField

KEPT = timedelta(hours=24)


class UploadQuerySet(models.QuerySet["Upload"]):
    def of_person(self, user: Any) -> Self:
        """Those that this person may still import."""
        return self.filter(by=user, uploaded_at__gt=Now() - KEPT)

    def abandoned(self) -> Self:
        return self.filter(uploaded_at__lte=Now() - KEPT)


class Upload(models.Model):
    """Sealed, seen only by who uploaded it, and gone when it is imported or a day is over.

    `verdicts`: what the dry run said of every row, as JSON.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=200)
    encoding = models.CharField(max_length=20)
    text = SealedTextField()
    verdicts = SealedTextField()
    uploaded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects: ClassVar[Any] = UploadQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["uploaded_at"], name="uploads_by_age")]

    def __str__(self) -> str:
        return self.file_name
