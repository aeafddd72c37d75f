#!/usr/bin/env bash
# Checks the built site: every page that is linked to must be there.
set -euo pipefail
cd public
missing=0
for page in *.html; do
  while read -r target; do
    if [[ -e $target ]]; then
      printf '\e[32m✓\e[0m %s → %s\n' "$page" "$target"
    else
      printf '\e[31m✗ %s links to %s, which does not exist\e[0m\n' "$page" "$target"
      missing=1
    fi
  done < <(grep -o 'href="[^"]*"' "$page" | cut -d '"' -f 2)
done
exit "$missing"
