# syntax=docker/dockerfile:1
# Node 22 is the newest with an official build for 32-bit ARM: one base for amd64, arm64 and arm/v7.
# Pinned: what was tried is what is built. The digest is that of the index of all three; a new one comes with its tag,
# `docker buildx imagetools inspect node:22-bookworm-slim`. Another base: --build-arg BASE=…
ARG BASE=node:22.23.3-bookworm-slim@sha256:43ac6c60b8f89723f746e8a92ce91abd5017e627ce1ddfe4238355d3a30b772c

# The program is the same for every machine: it is built on the one that builds, and only copied into the others' images.
ARG BUILD_BASE=${BASE}

FROM --platform=$BUILDPLATFORM ${BUILD_BASE} AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY build.mjs build-sbom.mjs bundled-licences.mjs tsconfig.json ./
COPY src src
RUN node build.mjs && chmod 0755 dist/gigahost-ddns.cjs
# /data is writable for whatever user the container is run as; a mounted volume brings its own owner.
RUN mkdir -p -m 0755 /out/app /out/usr/local/bin && mkdir -m 1777 /out/data && cp -r dist package.json /out/app/ && \
    ln -s /app/dist/gigahost-ddns.cjs /out/usr/local/bin/gigahost-ddns
# What V8 makes of the program, for short commands. Only by the very Node that will read it: an image for
# another kind of machine does without.
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
