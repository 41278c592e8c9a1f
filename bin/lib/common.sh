# shellcheck shell=bash
# Messages, root, and Debian packages: what bin/ikisaki and bin/test share.

# As DESTDIR: where the system's own directories begin. Empty but in packaging and in tests.
readonly root=${IKISAKI_ROOT:-}

# Exit statuses of the launcher itself, from sysexits.h, apart from those of the program.
readonly unavailable=69 build_failed=70 not_permitted=77

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

# install_packages "PACKAGE REASON"…: installs Debian packages, and says which and why.
install_packages() {
  [ $# -gt 0 ] || return 0
  local item packages=()
  for item; do
    say "needed: ${item%% *} (${item#* })"
    packages+=("${item%% *}")
  done
  has apt-get || die "$unavailable" "this system has no apt-get: install what the above are called here, then start again"
  local install=(apt-get install -q -y --no-install-recommends -o DPkg::Lock::Timeout=300 "${packages[@]}")
  may_be_root || die "$not_permitted" "installing needs root, and this user can't get it through sudo; as root, run:" \
    "apt-get update && ${install[*]}"
  say "installing ${packages[*]} with apt-get"
  apt-cache show "${packages[@]}" >/dev/null 2>&1 || as_root apt-get update -q >&2 || true
  as_root env DEBIAN_FRONTEND=noninteractive "${install[@]}" >&2 && return
  say "once more, with fresh package lists"
  as_root apt-get update -q >&2 || true
  as_root env DEBIAN_FRONTEND=noninteractive "${install[@]}" >&2 ||
    die "$unavailable" "apt-get could not install ${packages[*]}: see its message above" \
      "Is the network up, and does 'apt-get update' pass? Then start again, or run as root:" "${install[*]}"
}

# libpcap's package was renamed when Debian 13 moved to 64-bit times.
libpcap_package() {
  if apt-cache show libpcap0.8t64 >/dev/null 2>&1; then echo libpcap0.8t64; else echo libpcap0.8; fi
}

has_libpcap() {
  compgen -G "$root/usr/lib/*/libpcap.so*" >/dev/null || compgen -G "$root/usr/lib*/libpcap.so*" >/dev/null
}
