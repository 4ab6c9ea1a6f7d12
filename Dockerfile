# One image, two services: `permanence serve` (the application) and `python -m backend serve` (the backend).

FROM node:22-bookworm-slim AS front
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY tools/vendor.mjs tools/icons.txt tools/
RUN node tools/vendor.mjs

FROM python:3.13-slim-bookworm
ENV PYTHONUNBUFFERED=1 OMP_NUM_THREADS=1 OMP_WAIT_POLICY=passive
WORKDIR /srv/permanence
COPY requirements.txt ./
RUN apt-get update && apt-get install --yes --no-install-recommends tesseract-ocr tesseract-ocr-fra \
    && rm -rf /var/lib/apt/lists/*
RUN pip install --no-cache-dir --require-hashes -r requirements.txt
COPY . .
COPY --from=front /src/app/web/static/vendor app/web/static/vendor
COPY --from=front /src/backend/static/vendor backend/static/vendor
RUN pip install --no-cache-dir --no-deps -e . \
    && python -m compileall -q app assistant backend connectors knowledge ticketing \
    && useradd --system --home-dir /srv/permanence permanence \
    && mkdir var && chown permanence var
USER permanence
VOLUME /srv/permanence/var
EXPOSE 8000 8001
CMD ["sh", "-c", "permanence demo && exec permanence serve"]
