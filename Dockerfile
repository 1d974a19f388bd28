# One image for every subgraph: docker build --build-arg SUBGRAPH=account .
# The target `tools` has the bootstrap job and the sandbox payment provider.

FROM python:3.11.14-slim AS base
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
# The user id is fixed, so that files in shared volumes have the same owner in every container.
RUN useradd --uid 10001 --no-create-home marquee
COPY requirements.lock .
RUN pip install --no-cache-dir --require-hashes --requirement requirements.lock
COPY shared shared

FROM base AS tools
COPY dev dev
# A new volume that is mounted here gets this ownership.
RUN for name in account catalog booking payment; do mkdir -p /bootstrap/approle/$name; done \
    && mkdir -p /bootstrap/keys /bootstrap/provider /bootstrap/router /provider \
    && chown -R marquee /bootstrap /provider
USER marquee
CMD ["python", "-m", "dev.bootstrap"]

FROM base AS subgraph
ARG SUBGRAPH
RUN test -n "$SUBGRAPH" || { echo "Give --build-arg SUBGRAPH=account, catalog, booking or payment"; exit 1; }
ENV SUBGRAPH=$SUBGRAPH
COPY subgraphs/__init__.py subgraphs/__init__.py
COPY subgraphs/${SUBGRAPH} subgraphs/${SUBGRAPH}
RUN mkdir -p /run/approle && chown marquee /run/approle
USER marquee
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=6 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:4000/health/ready', timeout=4)"]
CMD ["sh", "-c", "exec python -m subgraphs.${SUBGRAPH}"]
