# shellcheck shell=bash
# Messages and root: what bin/ikisaki and bin/test share.

# As DESTDIR: where the system's own directories begin. Empty but in packaging and in tests.
readonly root=${IKISAKI_ROOT:-}

# Exit statuses of the launcher itself, from sysexits.h, apart from those of the program.
readonly unavailable=69 not_permitted=77

say() {
  printf 'ikisaki: %s\n' "$1" >&2
}

# die STATUS MESSAGE [REMEDY…]: one line that says what is wrong, and one for each thing to do about it.
die() {
  local status=$1
  say "$2"
  shift 2
  [ $# = 0 ] || printf '  %s\n' "$@" >&2
  exit "$status"
}

uid=$(id -u)
readonly uid

is_root() {
  [ "$uid" = 0 ]
}

has() {
  command -v "$1" >/dev/null
}

as_root() {
  if is_root; then "$@"; else sudo -- "$@"; fi
}

# Asks for sudo's password once, here, where the reason has just been said.
may_be_root() {
  is_root || { has sudo && { sudo -n true 2>/dev/null || sudo -v; }; }
}
