# The production image: the packages of the lock that serve production, the site, its static files; nobody is root in it.
FROM python:3.13-slim AS packages
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /build
COPY requirements.txt advisor/embedded/locks.py ./
RUN python locks.py production requirements.txt > production.txt \
    && python -m venv /packages \
    && /packages/bin/pip install --require-hashes --no-deps --only-binary :all: -r production.txt

FROM python:3.13-slim
ENV PATH=/packages/bin:$PATH PYTHONUNBUFFERED=1
RUN useradd --system --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin advisor
WORKDIR /site
COPY --from=packages /packages /packages
COPY . .
# collectstatic reads the settings, which want every value: these serve this one line and stay in no layer's environment.
RUN SECRET_KEY=collectstatic FIELD_KEYS=collectstatic SITE_URL=https://localhost EMAIL_URL=smtp://localhost:25 \
    DATABASE_URL=postgres://localhost/none REDIS_URL=redis://localhost \
    python manage.py collectstatic --no-input
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["python", "-m", "advisor.embedded.healthy"]
CMD ["gunicorn", "advisor.wsgi:application", "--bind=0.0.0.0:8000", "--worker-class=gthread", "--workers=2", \
     "--threads=8", "--worker-tmp-dir=/dev/shm", "--no-control-socket", "--access-logfile=-"]
