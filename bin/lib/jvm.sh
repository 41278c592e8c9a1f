# shellcheck shell=bash
# The options of the JVM, and the archive of loaded classes.

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
# missing, unless another start is at it. All as the user whose JVM will read it. An empty file marks that it could
# not be made.
add_class_archive() {
  [ -x "$state" ] || return 0
  local archive
  archive=$state/classes-$(archive_key).jsa
  if [ ! -e "$archive" ]; then
    say "preparing a faster start (once for each version)"
    # shellcheck disable=SC2016
    "$@" sh -c '
      archive=$1; state=$2; shift 2
      exec 9>"$state/classes.lock"
      flock -n 9 || exit
      rm -f "$state"/classes-*.jsa
      timeout 60 "$@" >/dev/null 2>&1
      mv -f "$archive.new" "$archive" 2>/dev/null || : >"$archive"
    ' sh "$archive" "$state" "$java_home/bin/java" "${jvm_options[@]}" "-XX:ArchiveClassesAtExit=$archive.new" \
      -jar "$application/ikisaki.jar" "${training_command[@]}" </dev/null || true
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
