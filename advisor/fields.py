"""Model fields of our own."""

from typing import Any

from django.db import models
from django.db.models import ExpressionWrapper, F

from advisor.permissions import Permission


class PermissionMask(models.IntegerField):
    """A set of permissions in one integer; gives and takes the `IntFlag` it was declared with."""

    _pyi_private_set_type: Any  # what a model attribute takes and gives, for the type checker
    _pyi_private_get_type: Any

    def __init__(self, flags: type[Permission] | None = None, **kwargs: Any) -> None:
        self.flags = flags
        kwargs.setdefault("default", 0)
        super().__init__(**kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs

    def _flags(self, value: Any) -> Any:
        return value if value is None or self.flags is None else self.flags(value)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return self._flags(value)

    def to_python(self, value: Any) -> Any:
        return self._flags(super().to_python(value))

    def get_prep_value(self, value: Any) -> Any:
        return None if value is None else int(value)


def common(flags: type[Permission], one: str, other: str) -> ExpressionWrapper:
    """What both columns hold, as these flags: for `annotate`."""
    both: Any = F(one)  # `bitand` takes an expression as well as a number
    return ExpressionWrapper(both.bitand(F(other)), output_field=PermissionMask(flags))


@PermissionMask.register_lookup
class Has(models.Lookup):
    """`granted__has=mask`: holds every permission of the mask (none is held by everybody)."""

    lookup_name = "has"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"({left} & {right}) = {right}", (*left_params, *right_params, *right_params)
