# The design system's files, by the lock.
FROM node:24-slim AS frontend
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts

# The packages, by the lock, into an environment that is copied as it is.
FROM python:3.13-slim AS packages
COPY requirements.lock /tmp/requirements.lock
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check \
        --require-hashes --only-binary :all: -r /tmp/requirements.lock
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1

# The code and the static files, under hashed names. The values here serve this one command.
FROM packages AS app
WORKDIR /app
COPY . .
COPY --from=frontend /build/node_modules/dkfds/dist /tmp/dkfds
RUN python -m runner.frontend /tmp/dkfds \
    && SAMSPIL_ENV=test SECRET_KEY=build SAMSPIL_KEYS_FILE=/dev/null \
        DATABASE_URL=postgresql://build/build REDIS_URL=redis://build \
        SAMSPIL_STATIC_ROOT=/app/collected python manage.py collectstatic --no-input

FROM packages
RUN useradd --system --uid 10001 --no-create-home --home-dir /nonexistent samspil
WORKDIR /app
COPY --from=app /app /app
ENV SAMSPIL_STATIC_ROOT=/app/collected
USER 10001
EXPOSE 8000
CMD ["gunicorn", "coordination.wsgi:application", "--bind=0.0.0.0:8000"]
