# shellcheck shell=bash
# Writes the shared .env and links it and the shared paths into the app's directory of the release. Nothing of the user's is
# moved or overwritten.

run_setup() {
  . "$agent/dotenv.sh"
  use_places || return
  find_work || return
  umask 022
  if ((${#env[@]})) || [[ ${ask[DOTENV]-} == write ]]; then write_dotenv || return; fi
  local path
  [[ ! -e $project/.env ]] || link_shared .env "$project/.env" || return
  for path in "${storage[@]}"; do link_storage "$path" || return; done
}

# Atomic, and readable by its owner only from the first byte on.
write_dotenv() {
  local file=$project/.env.devpilot
  rm -f -- "$file"
  if ! (umask 077 && format_dotenv >"$file"); then
    rm -f -- "$file"
    say "The file $project/.env could not be written."
    return 73
  fi
  mv -T -- "$file" "$project/.env" && fact dotenv written
}

link_storage() {
  local shared=$1
  is_inner "$1" || { say "The shared path '$1' is not inside the release."; return 64; }
  [[ $1 == storage || $1 == storage/* ]] || shared=storage/$1
  if crosses_link "$work" "$1"; then
    say "The shared path '$1' leads through a symbolic link of the repository."
    return 65
  fi
  shared=$project/$shared
  mkdir -p -- "$shared" || { say "The shared directory $shared could not be made."; return 73; }
  # What the repository brings is a beginning: it never replaces what is there.
  if [[ -d $work/$1 && ! -L $work/$1 ]]; then cp -an -T -- "$work/$1" "$shared" 2>/dev/null || true; fi
  link_shared "$1" "$shared"
}

link_shared() {
  local place=$work/$1
  [[ ! -e $place && ! -L $place ]] || rm -rf -- "$place" || return
  [[ $1 != */* ]] || mkdir -p -- "${place%/*}" || return
  ln -s -T -- "$2" "$place" || { say "The link $place could not be made."; return 73; }
}
