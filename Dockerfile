# Parley in one small image. `npm run docker:steps` runs these steps where there is no Docker.
ARG NODE_IMAGE=node:24-bookworm-slim

# Everything that builds: the bundled server and the pages.
FROM ${NODE_IMAGE} AS build
WORKDIR /app
ENV NEXT_TELEMETRY_DISABLED=1
COPY package.json package-lock.json ./
RUN npm ci --include=dev --include=optional --no-audit --no-fund --loglevel=error
COPY next.config.mjs postcss.config.mjs tsconfig.json ./
COPY scripts ./scripts
COPY database ./database
COPY public ./public
COPY src ./src
RUN node scripts/bundle-server.mjs \
    && NODE_ENV=production node node_modules/next/dist/bin/next build \
    && node scripts/bundle-worker.mjs \
    && rm -rf .next/build .next/cache .next/diagnostics .next/trace .next/trace-build .next/types

# What the server loads: no embedded PostgreSQL, and nothing that only compilers, debuggers and browsers read.
FROM ${NODE_IMAGE} AS packages
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --omit=optional --no-audit --no-fund --loglevel=error \
    && rm -rf node_modules/typescript node_modules/lucide-react node_modules/@fontsource-variable \
        node_modules/next/dist/docs \
    && find node_modules -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' \
        -o -name '*.runtime.dev.js' \) -delete

FROM ${NODE_IMAGE} AS runtime
WORKDIR /app
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=3000 \
    BETTER_AUTH_TELEMETRY=0 \
    NEXT_TELEMETRY_DISABLED=1 \
    DO_NOT_TRACK=1
# The files stay root's: the server reads its folder and writes nothing there.
COPY package.json next.config.mjs ./
COPY database ./database
COPY public ./public
COPY --from=packages /app/node_modules ./node_modules
COPY --from=build /app/.build/server.mjs /app/.build/server.mjs.map /app/.build/service-worker.js \
    /app/.build/inline-scripts.json ./.build/
COPY --from=build /app/.next ./.next
USER node
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5s --timeout=5s --start-period=30s --retries=3 \
    CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/api/health').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", ".build/server.mjs"]
