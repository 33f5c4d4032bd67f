# The steps of `make run`, once for building and once for running; nothing is fetched at run time.
#   docker build -t veridict . && docker run -p 127.0.0.1:8000:8000 -v veridict:/data veridict

FROM python:3.11-slim-bookworm AS build
WORKDIR /service
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
# 1/3 virtual environment
RUN python -m venv /venv && /venv/bin/pip install --upgrade pip==26.3
# 2/3 PyTorch; give an index of CPU builds with --build-arg to keep several GB out of the image
ARG TORCH="torch==2.13.0"
RUN /venv/bin/pip install ${TORCH}
# 3/3 the service and what it needs: the dependencies first, so that a change of code does not install them again
COPY pyproject.toml constraints.txt ./
RUN mkdir -p app models migrations seeds && touch app/__init__.py \
 && /venv/bin/pip install --constraint constraints.txt . \
 && /venv/bin/pip uninstall --yes veridict
COPY app app
COPY models models
COPY migrations migrations
COPY seeds seeds
RUN /venv/bin/pip install --constraint constraints.txt --no-deps .

FROM python:3.11-slim-bookworm AS runtime
RUN useradd --system --uid 10001 --home-dir /service veridict && install -d -o veridict /data
WORKDIR /service
COPY --from=build /venv /venv
COPY weights weights
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    HF_HUB_OFFLINE=1 \
    VERIDICT_DATABASE_URL=sqlite:////data/veridict.db \
    VERIDICT_HOST=0.0.0.0
USER veridict
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/livez', timeout=2)"]
# Another address than loopback needs a key: docker run --rm -v veridict:/data veridict veridict keys new NAME --scope verdicts
CMD ["veridict", "serve", "--prepared"]
