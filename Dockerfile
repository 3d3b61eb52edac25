# Two stages: the first makes the environment from the lock, the second holds it and nothing that builds.
# Build: docker build -t groundwork .

FROM python:3.13-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
RUN python -m venv /venv
WORKDIR /app
# The lock first: code changes every day, this layer does not.
COPY requirements/build.txt requirements/runtime.txt requirements/postgres.txt requirements/
RUN /venv/bin/pip install --no-deps --require-hashes -r requirements/build.txt \
    && /venv/bin/pip install --no-deps --require-hashes --no-build-isolation \
        -r requirements/runtime.txt -r requirements/postgres.txt
COPY pyproject.toml README.md LICENSE ./
COPY configs configs
COPY core core
COPY domains domains
COPY ingest ingest
COPY app app
COPY evals evals
# Editable: the configuration stays where the code looks for it, beside the packages.
RUN /venv/bin/pip install --no-deps --no-build-isolation --editable . \
    && python -m compileall -qq -j 0 app core domains evals ingest \
    && /venv/bin/pip uninstall --yes pip

FROM python:3.13-slim-bookworm AS runtime
RUN groupadd --gid 10001 groundwork \
    && useradd --uid 10001 --gid groundwork --no-create-home --shell /usr/sbin/nologin groundwork \
    && install --directory --owner groundwork --group groundwork /data
# Owned by root and read only for the application: only /data (and /tmp) is written.
COPY --from=build /venv /venv
COPY --from=build /app /app
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    RAG_PROFILE=production \
    RAG_DATA_DIR=/data \
    RAG_SERVER__HOST=0.0.0.0 \
    RAG_SERVER__PORT=8000
WORKDIR /app
USER 10001:10001
VOLUME ["/data"]
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f\"http://127.0.0.1:{os.environ['RAG_SERVER__PORT']}/health/ready\", timeout=4)"]
ENTRYPOINT ["rag"]
CMD ["serve"]
