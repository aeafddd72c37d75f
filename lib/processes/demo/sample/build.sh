#!/usr/bin/env bash
# Builds the site into public/.
set -euo pipefail
printf 'Reads the stock with the token %s\n' "${STOCK_TOKEN:-(none)}"
mkdir -p public
for file in *.html *.css; do
  cp -- "$file" public/
  printf '\e[32m✓\e[0m public/%-12s %6s bytes\n' "$file" "$(wc -c <"$file")"
done
printf '%s\n' "${DEVPILOT_COMMIT:-unknown}" >public/version.txt
printf 'Built %s files for %s.\n' "$(find public -type f | wc -l)" "${SHOP_NAME:-the shop}"
