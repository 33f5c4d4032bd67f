#!/bin/sh
# Stop what install-test-site.sh started in FOLDER, and nothing else; the files stay.
set -eu
[ $# -eq 1 ] || { echo "stop-test-site.sh FOLDER" >&2; exit 2; }
folder=$1

# The web server leads a group of its own: its workers end with it.
if [ -f "$folder/run/web.pid" ]; then
  kill -TERM "-$(cat "$folder/run/web.pid")" 2> /dev/null || true
  rm -f "$folder/run/web.pid"
fi
if [ -f "$folder/run/db.pid" ]; then
  mariadb-admin --no-defaults --socket="$folder/run/db.sock" --user=root shutdown > /dev/null 2>&1 \
    || kill "$(cat "$folder/run/db.pid")" 2> /dev/null || true
fi
