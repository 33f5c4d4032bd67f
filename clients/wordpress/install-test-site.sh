#!/bin/sh
# Install a WordPress with this plugin to test in, all of it below FOLDER, on loopback alone.
#
#   install-test-site.sh FOLDER [PORT]      stop it with stop-test-site.sh FOLDER
#
# Debian's wordpress, php and mariadb-server packages are installed where they are missing. The database is a
# private MariaDB with its own files and socket; the web server is PHP's own. Nothing of it asks another host.
# FOLDER/site.env tells the address and the users: admin, editor and author, each with PASSWORD.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
[ $# -ge 1 ] || { sed -n '2,4s/^# \{0,1\}//p' "$0" >&2; exit 2; }
mkdir -p "$1"
folder=$(CDPATH='' cd -- "$1" && pwd)
port=${2:-8089}

packages="wordpress wordpress-theme-twentytwentythree php-cli php-mysql php-curl php-xml php-mbstring mariadb-server"
missing=$(for name in $packages; do
  dpkg-query -W -f='${Status}' "$name" 2> /dev/null | grep -q 'ok installed' || echo "$name"
done)
if [ -n "$missing" ]; then
  # No service of the packages is to start by itself: this site brings its own.
  policy=/usr/sbin/policy-rc.d
  [ -e "$policy" ] || { printf '#!/bin/sh\nexit 101\n' > "$policy"; chmod +x "$policy"; ours=1; }
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  # shellcheck disable=SC2086
  apt-get install -y -qq --no-install-recommends $missing > "$folder/apt.log" 2>&1 || { cat "$folder/apt.log" >&2; exit 1; }
  [ -z "${ours:-}" ] || rm -f "$policy"
fi

# The database: its own files, its own socket, no network.
mkdir -p "$folder/db" "$folder/run"
socket=$folder/run/db.sock
[ "${#socket}" -le 100 ] || { echo "the path of $socket is too long for a socket" >&2; exit 1; }
as=$(id -un)
[ -d "$folder/db/mysql" ] || mariadb-install-db --no-defaults --user="$as" --datadir="$folder/db" \
  --auth-root-authentication-method=normal --skip-test-db > "$folder/db.log" 2>&1
mariadbd --no-defaults --user="$as" --datadir="$folder/db" --socket="$socket" --pid-file="$folder/run/db.pid" \
  --skip-networking --innodb-buffer-pool-size=32M --innodb-flush-log-at-trx-commit=0 --skip-log-bin \
  --performance-schema=OFF >> "$folder/db.log" 2>&1 < /dev/null &
tries=0
until mariadb-admin --no-defaults --socket="$socket" --user=root ping > /dev/null 2>&1; do
  tries=$((tries + 1))
  [ "$tries" -lt 300 ] || { cat "$folder/db.log" >&2; exit 1; }
  sleep 0.1
done
mariadb --no-defaults --socket="$socket" --user=root -e 'CREATE DATABASE IF NOT EXISTS wordpress CHARACTER SET utf8mb4'

# WordPress: a copy of Debian's, for its links lead to other settings than ours.
[ -d "$folder/www" ] || cp -rL /usr/share/wordpress "$folder/www"
rm -rf "$folder/www/wp-content/plugins/veridict" "$folder/www/wp-content/languages"
mkdir -p "$folder/www/wp-content/mu-plugins" "$folder/www/wp-content/uploads"
"$here/build.sh" "$folder/build" > /dev/null
cp -r "$folder/build/veridict" "$folder/www/wp-content/plugins/veridict"
cp "$here/test-site/quiet.php" "$folder/www/wp-content/mu-plugins/quiet.php"
sed -e "s#@SOCKET@#$socket#" -e "s#@URL@#http://127.0.0.1:$port#" -e "s#@LOG@#$folder/php.log#" \
  "$here/test-site/wp-config.php" > "$folder/www/wp-config.php"

password=${PASSWORD:-$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')}
php -d display_errors=stderr "$here/test-site/install.php" "$folder/www" "$password"
printf 'URL=http://127.0.0.1:%s\nPASSWORD=%s\nWWW=%s\nLOG=%s\n' "$port" "$password" "$folder/www" "$folder/php.log" > "$folder/site.env"
chmod 600 "$folder/site.env"

PHP_CLI_SERVER_WORKERS=6 setsid php -d opcache.enable=1 -d opcache.enable_cli=1 -S "127.0.0.1:$port" -t "$folder/www" "$here/test-site/router.php" \
  > "$folder/web.log" 2>&1 < /dev/null &
echo $! > "$folder/run/web.pid"
tries=0
until php -r "exit( false === @file_get_contents( 'http://127.0.0.1:$port/wp-login.php' ) ? 1 : 0 );"; do
  tries=$((tries + 1))
  [ "$tries" -lt 100 ] || { cat "$folder/web.log" >&2; exit 1; }
  sleep 0.1
done
cat "$folder/site.env"
