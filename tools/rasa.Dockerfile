# Rasa Open Source 3.6.21 on the Python that it needs, trained on the examples of the embedded reader.
FROM python:3.10-slim-bookworm
ENV PYTHONUNBUFFERED=1 RASA_HOST=0.0.0.0 HOME=/srv/permanence
WORKDIR /srv/permanence
COPY requirements-rasa.txt ./
COPY tools/install_rasa.sh tools/
RUN tools/install_rasa.sh
COPY assistant/rasa assistant/rasa
COPY tools/train_rasa.sh tools/serve_rasa.sh tools/
RUN tools/train_rasa.sh && useradd --system --home-dir /srv/permanence rasa && chown -R rasa .venv-rasa
USER rasa
EXPOSE 5005
CMD ["tools/serve_rasa.sh"]
