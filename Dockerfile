# syntax=docker/dockerfile:1
FROM python:3.11-slim-bookworm AS build
WORKDIR /src
COPY requirements.lock ./
RUN python -m venv /opt/loa \
    && /opt/loa/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY feeds feeds
COPY storage storage
RUN /opt/loa/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/loa loa
COPY --from=build /opt/loa /opt/loa
ENV PATH=/opt/loa/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    LOA_CONFIG=/etc/loa/loa.toml \
    LOA_DATABASE_URL=sqlite+aiosqlite:////var/lib/loa/loa.db \
    LOA_WEB_HOST=0.0.0.0
COPY loa.toml /etc/loa/loa.toml
USER 10001
WORKDIR /var/lib/loa
VOLUME /var/lib/loa
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.getenv(\"LOA_WEB_PORT\", \"8080\")}/healthz', timeout=4)"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["loa"]
CMD ["run"]
