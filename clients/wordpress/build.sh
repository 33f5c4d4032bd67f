#!/bin/sh
# Put the plugin together in build/veridict and pack build/veridict.zip.
#
# The panel is shared with the browser extension and copied as it is. Imports get the plugin's version behind their names:
# a browser that has the old modules in its cache must not mix them with the new ones.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
out=${1:-"$here/build"}
version=$(sed -n 's/^ \* Version: *//p' "$here/veridict/veridict.php")

rm -rf "$out/veridict" "$out/veridict.zip"
mkdir -p "$out"
cp -r "$here/veridict" "$out/veridict"
mkdir "$out/veridict/js/panel"
cp "$here"/../panel/*.js "$here"/../panel/*.css "$out/veridict/js/panel/"
find "$out/veridict/js" -name '*.js' -exec sed -i -E "s#^(.* from \"\./[^\"?]+\.js)\";#\1?ver=$version\";#" {} +

cd "$out"
if command -v xgettext > /dev/null; then
  # What translators start from.
  mkdir -p veridict/languages
  printf 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n' > veridict/languages/veridict.pot
  for language in PHP JavaScript; do
    find veridict -name "*.$(echo "$language" | sed 's/PHP/php/; s/JavaScript/js/')" ! -path '*/panel/*' | LC_ALL=C sort | xgettext \
      --files-from=- --language="$language" --from-code=UTF-8 --add-comments=translators --omit-header \
      --keyword=__ --keyword=_n:1,2 --keyword=esc_html__ --join-existing --output=veridict/languages/veridict.pot
  done
fi
if command -v python3 > /dev/null; then
  python3 -m zipfile -c veridict.zip veridict
elif command -v zip > /dev/null; then
  zip -qr veridict.zip veridict
fi
echo "$out/veridict"
