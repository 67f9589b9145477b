"""The cache that rate limits count in: Redis, and the database while Redis does not answer.

A request never waits for a dead Redis: after a failure the database answers alone for `REST` seconds. Limits then count
from zero in the other store, which is kinder than letting nobody in and safer than not counting.
"""

import time
from collections.abc import Callable
from typing import Any

from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

REST = 5.0
FAILURES = (RedisError, OSError)


class RedisOrDatabase(RedisCache):
    """Django's Redis cache whose every operation falls back to the cache table."""

    _asleep_until = 0.0

    def _either(self, operation: Callable[[], Any], name: str, *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() >= RedisOrDatabase._asleep_until:
            try:
                return operation()
            except FAILURES:
                RedisOrDatabase._asleep_until = time.monotonic() + REST
        return getattr(caches["database"], name)(*args, **kwargs)

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> bool:
        up = super().add
        return self._either(lambda: up(key, value, timeout, version), "add", key, value, timeout, version)

    def get(self, key: Any, default: Any = None, version: Any = None) -> Any:
        up = super().get
        return self._either(lambda: up(key, default, version), "get", key, default, version)

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> None:
        up = super().set
        self._either(lambda: up(key, value, timeout, version), "set", key, value, timeout, version)

    def delete(self, key: Any, version: Any = None) -> bool:
        up = super().delete
        return self._either(lambda: up(key, version), "delete", key, version)

    def incr(self, key: Any, delta: int = 1, version: Any = None) -> int:
        up = super().incr
        return self._either(lambda: up(key, delta, version), "incr", key, delta, version)
