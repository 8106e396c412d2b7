# The exporter in an image that holds the program, the libraries that it needs, and nothing that could run beside it:
# no shell, no package manager. Build it with `docker build -t litellm-budget-exporter .`, or for other machines with
# `docker buildx build --platform linux/amd64,linux/arm64 .`.
ARG SWIFT_IMAGE=docker.io/library/swift:6.3.1-bookworm
ARG DEBIAN_IMAGE=docker.io/library/debian:bookworm-slim

FROM ${SWIFT_IMAGE} AS build
RUN apt-get update -qq \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        libcrypt-dev libcurl4-openssl-dev libsqlite3-dev libyaml-dev pkg-config zlib1g-dev >/dev/null
WORKDIR /source
# Package.swift, and Package.resolved where there is one: the packages are then those that it names.
COPY Package.* ./
COPY Sources Sources
# The package names the folders of its tests, and does not load without them; of them only BillOfMaterials is built.
COPY Tests Tests
RUN swift build -c release --static-swift-stdlib --product litellm-budget-exporter \
    && strip --strip-all -o /litellm-budget-exporter \
        "$(swift build -c release --show-bin-path)/litellm-budget-exporter"
RUN mkdir /materials \
    && swift build -c release --static-swift-stdlib --product BillOfMaterials \
    && cp "$(swift build -c release --show-bin-path)/BillOfMaterials" /materials/ \
    && swift package show-dependencies --format json >/materials/dependencies.json \
    && swift package dump-package >/materials/manifest.json \
    && cp Package.resolved /materials/ \
    && swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9.]*\).*/\1/p' >/materials/toolchain

# Debian's libraries with the fixes of the day of the build, and what they need in turn.
FROM ${DEBIAN_IMAGE} AS libraries
RUN apt-get update -qq \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        ca-certificates libcrypt1 libcurl4 libsqlite3-0 libstdc++6 libyaml-0-2 zlib1g >/dev/null
COPY --from=build /litellm-budget-exporter /image/usr/bin/
COPY scripts/gather-libraries /
RUN /gather-libraries /image /image/usr/bin/litellm-budget-exporter
# What all of it is made of, as SPDX, the licences and notices of the packages, read where their sources were, and what
# another build needs to get the same packages.
COPY --from=build /materials /materials
COPY --from=build /source/.build/checkouts /source/.build/checkouts
COPY LICENSE /image/usr/share/doc/litellm-budget-exporter/
RUN cd /image/usr/share/doc/litellm-budget-exporter \
    && cp /materials/Package.resolved . \
    && /materials/BillOfMaterials --dependencies /materials/dependencies.json --manifest /materials/manifest.json \
        --toolchain "$(cat /materials/toolchain)" --notices NOTICES \
        $(printf -- '--library %s ' /image/var/lib/dpkg/status.d/*) >sbom.spdx.json

FROM scratch
ARG VERSION=0.1.0
LABEL org.opencontainers.image.title="litellm-budget-exporter" \
    org.opencontainers.image.description="Budgets of a LiteLLM proxy for Prometheus" \
    org.opencontainers.image.version="${VERSION}" \
    org.opencontainers.image.licenses="Apache-2.0"
COPY --from=libraries /image /
# Counters and histories: a volume of its own, as all else may be read-only.
COPY --from=libraries --chown=65532:65532 /state /var/lib/litellm-budget-exporter
ENV STATE_DIRECTORY=/var/lib/litellm-budget-exporter
VOLUME /var/lib/litellm-budget-exporter
USER 65532:65532
EXPOSE 4004
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["/usr/bin/litellm-budget-exporter", "healthcheck"]
ENTRYPOINT ["/usr/bin/litellm-budget-exporter"]
