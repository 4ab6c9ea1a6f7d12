#!/bin/sh
# Trains Rasa on the examples of the embedded reader; the model goes to .venv-rasa/models.
set -eu
cd "$(dirname "$0")/.."
export RASA_TELEMETRY_ENABLED=false RASA_CACHE_DIRECTORY=.venv-rasa/cache PYTHONPATH=assistant/rasa PYTHONWARNINGS=ignore
export OMP_NUM_THREADS=1 OMP_WAIT_POLICY=passive TF_CPP_MIN_LOG_LEVEL=3
printf 'permanence: entraînement de Rasa (une à deux minutes)\n' >&2
.venv-rasa/bin/rasa train nlu --quiet --config assistant/rasa/config.yml --domain assistant/rasa/domain.yml \
    --nlu assistant/rasa/nlu.yml --out .venv-rasa/models --fixed-model-name permanence
