FROM node:26.10.0-trixie-slim@sha256:ec7758ee051e457b468b32bde57b0879010b325bb9862718e9615225ce4aaae1 AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The optional packages are Node itself, for machines without it; this image has it.
RUN npm ci --omit=dev --omit=optional --ignore-scripts
# Half of its bytes; nothing reads them at run time.
RUN find node_modules -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.?ts' \) -delete

# The same packages in a few files: half of the start. The bundler is a development dependency.
FROM node:26.10.0-trixie-slim@sha256:ec7758ee051e457b468b32bde57b0879010b325bb9862718e9615225ce4aaae1 AS bundle
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY . .
RUN node scripts/bundle.ts

FROM node:26.10.0-trixie-slim@sha256:ec7758ee051e457b468b32bde57b0879010b325bb9862718e9615225ce4aaae1
# Nothing below runs npm, and what it brings along is most of what image scanners complain about.
RUN rm -r /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx \
	&& install -d -o 1000 -g 1000 /app/.cache
WORKDIR /app
COPY --from=dependencies /app/node_modules node_modules
COPY --from=bundle /app/node_modules/.bundle node_modules/.bundle
COPY . .

# Without it every error and span of every image would carry the same release.
ARG SENTRY_RELEASE
# The young space, which is what a busy service's memory grows by: 171, 146, 127 MB after 300,000 requests with limits of
# 16, 8 and 4 MB, at no cost in CPU. And glibc's pools, of which each thread has its own: 6 to 13 MB less with two, at no
# cost either.
ENV NODE_ENV=production NODE_COMPILE_CACHE=/app/.cache SENTRY_RELEASE=$SENTRY_RELEASE \
	NODE_OPTIONS=--max-semi-space-size=8 MALLOC_ARENA_MAX=2

# By number: Kubernetes cannot tell that a name is not root.
USER 1000

# Fails the build, not the deploy, when a file or package is missing; leaves the compile cache warm.
# After USER: Node keeps one cache per user id.
RUN ["node", "scripts/rehearse.ts"]

EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
	CMD ["node", "-e", "require('node:http').get({host: process.env.HOST, port: process.env.PORT || 3000, path: '/livez'}, r => process.exit(r.statusCode === 200 ? 0 : 1)).on('error', () => process.exit(1))"]

# `docker stop` waits 10 s unless told otherwise, less than a stop may take: use `-t 30`.
CMD ["node", "service/main.ts"]
