# syntax=docker/dockerfile:1
# From the repository's root: docker build -f infra/images/service.Dockerfile .
# `npm run image` takes the very same steps without an engine and tries the result. Give NODE_IMAGE by digest where images are kept.
ARG NODE_IMAGE=node:24.21.0-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /build
COPY . ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund
RUN node scripts/image-tree.ts shipped
# Whoever builds may keep files to themselves; the user below is somebody else.
RUN chmod -R a+rX shipped

FROM ${NODE_IMAGE}
WORKDIR /app
ENV NODE_ENV=production
# By these certificates PostgreSQL on RDS is known (sslrootcert). They are public.
ADD --chmod=444 https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem /etc/ssl/certs/rds-global-bundle.pem
COPY --from=build /build/shipped ./
USER 1000:1000
HEALTHCHECK --interval=10s --timeout=5s --start-period=300s --retries=3 CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.SLUICE_SERVICE_PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "service/main.ts"]
