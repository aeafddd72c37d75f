# shellcheck shell=bash
# A .env file that bash, phpdotenv and node's dotenv read back byte by byte, or a note where one of them can't.

format_dotenv() {
  local record key value
  for record in "${env[@]}"; do
    key=${record%%=*} value=${record#*=}
    [[ $key =~ ^[A-Za-z_][A-Za-z0-9_]*$ ]] || { say "'$key' can't be the name of a variable." >&2; return 64; }
    quote_dotenv || return
    printf '%s=%s\n' "$key" "$REPLY" || return 74
  done
}

# Single quotes say everything as it is, but phpdotenv reads neither lines nor `="` in them.
quote_dotenv() {
  local special=$'["$`\\\\]'
  if [[ $value != *\'* && $value != *$'\n'* && $value != *'="'* ]]; then
    REPLY="'$value'"
  elif [[ ! $value =~ $special ]]; then
    REPLY="\"$value\""
  else
    quote_with_escapes || return
  fi
  [[ $value != *$'\r'* ]] ||
    say "Note: $key has carriage returns, which some readers of .env turn into line feeds. Hooks get it exactly." >&2
}

quote_with_escapes() {
  if [[ $value == *\`* ]]; then
    say "$key has a backtick together with a quote or a line end: no way to write that into .env is read alike by PHP and the shell." >&2
    return 65
  fi
  say "Note: $key mixes quotes or line ends with \\, \$ or \": in .env node's dotenv will show the escapes. Hooks get it exactly." >&2
  REPLY=${value//\\/\\\\}
  REPLY=${REPLY//\$/\\\$}
  REPLY="\"${REPLY//\"/\\\"}\""
}
