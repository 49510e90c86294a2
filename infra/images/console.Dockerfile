# syntax=docker/dockerfile:1
# From the repository's root: docker build -f infra/images/console.Dockerfile .
# `npm run image` takes the very same steps without an engine and tries the result. Give NODE_IMAGE by digest where images are kept.
ARG NODE_IMAGE=node:24.21.0-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /build
COPY . ./
RUN npm ci --ignore-scripts --no-audit --no-fund
RUN NEXT_TELEMETRY_DISABLED=1 node node_modules/next/dist/bin/next build
RUN find .next/standalone -name '*.map' -delete && mkdir -p public
# Whoever builds may keep files to themselves; the user below is somebody else.
RUN chmod -R a+rX .next/standalone .next/static public infra/images/console-start.mjs

FROM ${NODE_IMAGE}
WORKDIR /app
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 HOSTNAME=0.0.0.0 PORT=3000 KEEP_ALIVE_TIMEOUT=75000
COPY --from=build /build/.next/standalone ./
COPY --from=build /build/.next/static ./.next/static
COPY --from=build /build/public ./public
COPY --from=build /build/infra/images/console-start.mjs ./start.mjs
USER 1000:1000
HEALTHCHECK --interval=10s --timeout=5s --start-period=300s --retries=3 CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/sign-in`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "start.mjs"]
