# Parley in one image: the server and the web app, without what builds and tests them.
#   docker build -t parley .
#   docker run -p 8001:8001 -v parley:/data parley

FROM node:22-bookworm-slim AS build
WORKDIR /parley
COPY . .
RUN npm ci && npx bun scripts/build-web.ts && rm -rf node_modules
# What the server runs on, and nothing else.
RUN npm ci --omit=dev --workspace packages/server --include-workspace-root && rm -rf node_modules/typescript

FROM debian:bookworm-slim
RUN useradd --uid 10001 --no-create-home parley && mkdir /data && chown parley /data
WORKDIR /parley
COPY --from=build /parley/package.json ./
COPY --from=build /parley/node_modules node_modules
COPY --from=build /parley/packages packages
# Backup, restore, move: `docker exec … node_modules/.bin/bun scripts/backup.ts /data/all.gz`.
COPY --from=build /parley/scripts scripts
USER parley
# The metrics are for whoever is on the container's network; publish 8001 alone.
ENV DATA_DIR=/data ADMIN_HOST=0.0.0.0 NODE_ENV=production
VOLUME /data
EXPOSE 8001
# Bun itself, not npm: SIGTERM reaches the server, which drains within 30 seconds.
ENTRYPOINT ["node_modules/.bin/bun", "packages/server/src/main.ts"]
HEALTHCHECK --interval=5s --timeout=3s --start-period=20s \
  CMD ["node_modules/.bin/bun", "-e", "process.exit((await fetch(`http://127.0.0.1:${process.env.PORT ?? 8001}/readyz`)).ok ? 0 : 1)"]
