# shellcheck shell=bash
# The JDK, the build, and the archive of loaded classes.

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

# Sets java_home and what else is needed to build ($1 = javac) or only to run ($1 = java), and to capture ($2).
ensure_installed() {
  local missing=()
  find_java "$1" || missing+=("default-jdk-headless Java $java_wanted or newer, to build and run")
  [ "$1" = java ] || has mvn || missing+=("maven Maven, to build")
  [ -z "${2-}" ] || has_libpcap || missing+=("$(libpcap_package) libpcap, to capture")
  [ ${#missing[@]} -gt 0 ] || return 0
  install_packages "${missing[@]}"
  hash -r
  find_java "$1" || die "$unavailable" "the Java of this distribution is older than $java_wanted" \
    "Install a JDK $java_wanted or newer and set JAVA_HOME to it; on Debian 11: apt-get install openjdk-17-jdk-headless"
}

# Whether the sources are newer than the last build. An installed application has none.
is_stale() {
  [ -f "$home/pom.xml" ] || return 1
  [ -f "$home/target/ikisaki.jar" ] && [ -f "$home/target/ikisaki.built" ] || return 0
  [ -n "$(find "$home/pom.xml" "$home/src/main" -newer "$home/target/ikisaki.built" -print -quit)" ]
}

# Builds as the owner of the checkout, so that no file of root's is left in it.
ensure_built() {
  is_stale || return 0
  local owner
  owner=$(stat -c %U "$home")
  if [ "$owner" = "$me" ] || [ "$owner" = UNKNOWN ]; then
    build
  elif is_root; then
    as_user "$owner"
    "${as[@]}" "$home/bin/ikisaki" build
  elif [ -w "$home" ]; then
    build
  else
    say "the build belongs to $owner, who owns $home: asking sudo"
    may_be_root || die "$not_permitted" "$home is not yet built, and this user may not write there" \
      "Let $owner run: $home/bin/ikisaki build"
    as_root "$home/bin/ikisaki" build
  fi
}

build() {
  local target=$home/target
  mkdir -p "$target"
  (
    flock 9
    is_stale || exit 0 # another start was building just now
    say "building (a minute or two the first time; log: target/build.log)"
    touch "$target/ikisaki.building"
    show_build_progress "$target/build.log" &
    progress=$!
    trap 'kill "$progress" 2>/dev/null || true; [ ! -t 2 ] || printf "\r\033[K" >&2' EXIT
    (cd "$home" && JAVA_HOME=$java_home MAVEN_OPTS=${MAVEN_OPTS--XX:TieredStopAtLevel=1} \
      mvn -B -Dmaven.test.skip=true package) >"$target/build.log" 2>&1 || {
      tail -n 20 "$target/build.log" >&2
      die "$build_failed" "the build failed; its whole log is $target/build.log" \
        "The first build fetches libraries from Maven Central: is the network up? Then start again."
    }
    mv "$target/ikisaki.building" "$target/ikisaki.built"
    say "built in $SECONDS s"
  ) 9>"$target/build.lock"
}

# On a terminal, the last line of the log, every second.
show_build_progress() {
  [ -t 2 ] || return 0
  while sleep 1 && kill -0 $$ 2>/dev/null; do
    printf '\r\033[K%4d s  %.70s\r' "$SECONDS" "$(tail -n 1 "$1")" >&2
  done
}

# Sets jvm_options for the command $1. Small threads and no C2 keep the daemon small; only long replays want C2.
choose_jvm_options() {
  jvm_options=(-XX:+UseSerialGC -Xss512k -XX:+ExitOnOutOfMemoryError -XX:-UsePerfData
    -Xlog:disable -Xlog:all=warning:stderr)
  case $1 in
    run) jvm_options+=(-XX:TieredStopAtLevel=1 -Xmx96m) ;;
    replay) jvm_options+=(-Xmx256m) ;;
    *) jvm_options+=(-XX:TieredStopAtLevel=1 -Xmx256m) ;;
  esac
  jvm_options+=("-Dikisaki.home=$application_home" "-Dikisaki.state=$state")
  # Native libraries are unpacked where we may write and execute: /tmp is often mounted noexec.
  [ ! -d "$state" ] || jvm_options+=("-Djna.tmpdir=$state" "-Dorg.sqlite.tmpdir=$state")
}

# What a start shows of the program's classes: every stage from generator to store, and the table at the end.
readonly training_command=(demo --seconds 1 --json)

# Adds the archive of loaded classes (AppCDS) for this JDK and this jar to jvm_options; makes it where it is
# missing. All as the user whose JVM will read it. An empty file marks that it could not be made.
add_class_archive() {
  [ -x "$state" ] || return 0
  local archive
  archive=$state/classes-$(archive_key).jsa
  if [ ! -e "$archive" ]; then
    say "preparing a faster start (once for each version)"
    # shellcheck disable=SC2016
    "$@" sh -c '
      archive=$1; state=$2; shift 2
      rm -f "$state"/classes-*.jsa
      timeout 60 "$@" >/dev/null 2>&1
      mv -f "$archive.new" "$archive" 2>/dev/null || : >"$archive"
    ' sh "$archive" "$state" "$java_home/bin/java" "${jvm_options[@]}" "-XX:ArchiveClassesAtExit=$archive.new" \
      -jar "$application/ikisaki.jar" "${training_command[@]}" </dev/null || return 0
  fi
  [ ! -s "$archive" ] || jvm_options+=("-XX:SharedArchiveFile=$archive")
}

archive_key() {
  {
    printf '%s\n' "$java_home"
    cat "$java_home/release" 2>/dev/null || stat -c '%s %Y' "$java_home/bin/java"
    stat -c '%n %s %Y' "$application/ikisaki.jar" "$application"/lib/*.jar
  } | cksum | cut -d ' ' -f 1
}
