# shellcheck shell=bash
# What Ikisaki needs from the system: finds it, and installs what is missing with apt-get.

readonly java_wanted=17

# The feature release of the JDK in $1, from its release file: starting a JVM to ask would double our own start.
java_release() {
  local release
  release=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null) || true
  [ -n "$release" ] || release=$("$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p')
  echo "${release:-0}"
}

# Sets java_home to a JDK that has bin/$1 (java, or javac to build) and is new enough.
find_java() {
  local candidates=("${JAVA_HOME-}") on_path
  if [ -z "${JAVA_HOME-}" ]; then
    on_path=$(readlink -f "$(command -v java)" 2>/dev/null) || true
    candidates=("${on_path%/bin/java}" "$root"/usr/lib/jvm/default-java "$root"/usr/lib/jvm/*)
  fi
  for java_home in "${candidates[@]}"; do
    [ -z "$java_home" ] || [ ! -x "$java_home/bin/$1" ] || [ "$(java_release "$java_home")" -lt "$java_wanted" ] || return 0
  done
  [ -z "${JAVA_HOME-}" ] || die "$unavailable" \
    "JAVA_HOME=$JAVA_HOME is no Java $java_wanted or newer with bin/$1" \
    "Set it to one, or unset it: Ikisaki then looks for one, and installs Debian's where there is none."
  return 1
}

# What is missing, as "PACKAGE REASON".
needs=()

# A JDK with bin/$1: javac to build, java to run.
need_java() {
  java_tool=$1
  find_java "$1" || needs+=("default-jdk-headless Java $java_wanted or newer, to build and run")
}

need_maven() {
  has mvn || needs+=("maven to build")
}

need_libpcap() {
  compgen -G "$root/usr/lib*/libpcap.so*" >/dev/null || compgen -G "$root/usr/lib/*/libpcap.so*" >/dev/null ||
    needs+=("$(libpcap_package) to capture")
}

# libpcap's package was renamed when Debian 13 moved to 64-bit times.
libpcap_package() {
  if apt-cache show libpcap0.8t64 >/dev/null 2>&1; then echo libpcap0.8t64; else echo libpcap0.8; fi
}

# Installs what is needed and missing; says which and why.
install_needs() {
  [ ${#needs[@]} -gt 0 ] || return 0
  local need packages=()
  for need in "${needs[@]}"; do
    say "missing: ${need%% *} (${need#* })"
    packages+=("${need%% *}")
  done
  has apt-get || die "$unavailable" "there is no apt-get here to install it with" \
    "Install what these packages are called on this system, then start again."
  apt_install "${packages[@]}"
  hash -r
  find_java "$java_tool" || die "$unavailable" "the Java of this distribution is older than $java_wanted" \
    "Install a newer JDK and set JAVA_HOME to it; on Debian 11: apt-get install openjdk-17-jdk-headless"
}

apt_install() {
  local by_hand="apt-get update && apt-get install --no-install-recommends $*"
  may_be_root ||
    die "$not_permitted" "installing needs root, and this user can't get it through sudo; as root, run:" "$by_hand"
  say "installing $* with apt-get (about a minute; its log: /var/log/apt/term.log)"
  apt-cache show "$@" >/dev/null 2>&1 || run_apt update || true
  run_apt install --no-install-recommends "$@" && return
  say "once more, with fresh package lists"
  run_apt update || true
  run_apt install --no-install-recommends "$@" || die "$unavailable" "apt-get could not install $*; its message is above" \
    "Is the network up, and does 'apt-get update' pass? Then start again, or run as root:" "$by_hand"
}

# Quietly but for errors, and after another run of apt's, such as an unattended upgrade.
run_apt() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=300 "$@" >/dev/null
}
