# syntax=docker/dockerfile:1
# Node 22 is the newest with an official build for 32-bit ARM: one base for amd64, arm64 and arm/v7.
# Pinned, so that what was tested is what is built. The digest is of the index of all three; to get a new one for its tag:
# `docker buildx imagetools inspect node:22-bookworm-slim`. Another base: --build-arg BASE=…
ARG BASE=node:22.23.3-bookworm-slim@sha256:43ac6c60b8f89723f746e8a92ce91abd5017e627ce1ddfe4238355d3a30b772c

# The program is the same on every machine: it is built once, on the building machine, and copied into the other images.
ARG BUILD_BASE=${BASE}

FROM --platform=$BUILDPLATFORM ${BUILD_BASE} AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY build.mjs build-sbom.mjs bundled-licences.mjs tsconfig.json ./
COPY src src
RUN node build.mjs && chmod 0755 dist/gigahost-ddns.cjs
# /data is writable by any user the container runs as; a mounted volume brings its own owner.
RUN mkdir -p -m 0755 /out/app /out/usr/local/bin && mkdir -m 1777 /out/data && cp -r dist package.json /out/app/ && \
    ln -s /app/dist/gigahost-ddns.cjs /out/usr/local/bin/gigahost-ddns
# V8's compiled code, for short commands. Only the very Node that will read it can make it: an image for
# another kind of machine has none.
ARG TARGETPLATFORM BUILDPLATFORM
RUN if [ "$TARGETPLATFORM" = "$BUILDPLATFORM" ]; then node /out/app/dist/make-code-cache.cjs; fi

FROM ${BASE}
LABEL org.opencontainers.image.title="gigahost-ddns" \
      org.opencontainers.image.description="Keeps DNS names at Gigahost pointed at this machine's public addresses" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.source="https://github.com/gigahost-ddns/gigahost-ddns"
COPY --from=build /out/ /
ENV NODE_ENV=production \
    GIGAHOST_DDNS_STATE_DIR=/data
USER 65532:65532
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
  CMD ["gigahost-ddns", "healthcheck"]
ENTRYPOINT ["gigahost-ddns"]
CMD ["run"]
