#!/bin/sh
# Serves the trained model; whoever asks needs the token. RASA_HOST, RASA_PORT and PERMANENCE_RASA_TOKEN are read.
set -eu
cd "$(dirname "$0")/.."
export RASA_TELEMETRY_ENABLED=false PYTHONPATH=assistant/rasa PYTHONWARNINGS=ignore SANIC_WORKERS=1
export OMP_NUM_THREADS=1 OMP_WAIT_POLICY=passive TF_CPP_MIN_LOG_LEVEL=3
exec .venv-rasa/bin/python .venv-rasa/bin/rasa run --enable-api --model .venv-rasa/models/permanence.tar.gz \
    --interface "${RASA_HOST:-127.0.0.1}" --port "${RASA_PORT:-5005}" \
    --auth-token="${PERMANENCE_RASA_TOKEN:-secret-de-demonstration}"
