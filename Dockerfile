# syntax=docker/dockerfile:1
# Node 22 is the newest with an official build for 32-bit ARM: one base for amd64, arm64 and arm/v7.
# Pinned: what was tried is what is built. The digest is that of the index of all three; a new one comes with its tag,
# `docker buildx imagetools inspect node:22-bookworm-slim`. Another base: --build-arg BASE=…
ARG BASE=node:22.23.3-bookworm-slim@sha256:43ac6c60b8f89723f746e8a92ce91abd5017e627ce1ddfe4238355d3a30b772c

FROM ${BASE} AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY build.mjs build-sbom.mjs bundled-licences.mjs tsconfig.json ./
COPY src src
RUN node build.mjs

FROM ${BASE}
LABEL org.opencontainers.image.title="gigahost-ddns" \
      org.opencontainers.image.description="Keeps DNS names at Gigahost pointed at this machine's public addresses" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.source="https://github.com/gigahost-ddns/gigahost-ddns"
# Writable for whatever user the container is run as; a mounted volume brings its own owner.
RUN mkdir -m 1777 /data
COPY --from=build /build/dist /app/dist
COPY --from=build /build/package.json /app/
ENV NODE_ENV=production \
    GIGAHOST_DDNS_STATE_DIR=/data
USER 65532:65532
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
  CMD ["node", "/app/dist/gigahost-ddns.cjs", "healthcheck"]
ENTRYPOINT ["node", "/app/dist/gigahost-ddns.cjs"]
CMD ["run"]
