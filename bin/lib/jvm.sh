# shellcheck shell=bash
# The options of the JVM, and the archive of loaded classes.

# Sets jvm_options for the command $1. Small stacks and a small young generation keep it small: by itself a JVM starts
# with a 64th of the memory there is, and fills that first. What runs for months gives back what a collection leaves
# free; what is done soon would only collect more often. Classes are read where their archive has them: elsewhere,
# every page of it would be our own (20 MiB). Without C2 it is smaller still, and done sooner: what C2 spends on
# compiling is won back by replays of more than 10 GB only (docs/performance.md).
choose_jvm_options() {
  jvm_options=(-XX:+UseSerialGC -Xss512k -XX:+ExitOnOutOfMemoryError -XX:-UsePerfData
    -Xlog:disable -Xlog:all=warning:stderr -XX:TieredStopAtLevel=1 -Xms16m -Xmn8m
    -XX:+UnlockDiagnosticVMOptions -XX:+IgnoreUnrecognizedVMOptions -XX:ArchiveRelocationMode=0)
  case $1 in
    run) jvm_options+=(-Xmx96m -Xmn3m -XX:MinHeapFreeRatio=5 -XX:MaxHeapFreeRatio=10 -XX:MarkSweepDeadRatio=0) ;;
    # A hundred thousand traces are placed together.
    trace) jvm_options+=(-Xmx400m) ;;
    *) jvm_options+=(-Xmx256m) ;;
  esac
  jvm_options+=("-Dikisaki.home=$application_home" "-Dikisaki.state=$state")
  # Which streams a person looks at: the JVM can't tell them apart.
  local terminals=
  [ ! -t 1 ] || terminals=out
  [ ! -t 2 ] || terminals+=,err
  jvm_options+=("-Dikisaki.terminal=$terminals")
  # Native libraries are unpacked where we may write and execute: /tmp is often mounted noexec.
  [ ! -d "$state" ] ||
    jvm_options+=("-Djna.tmpdir=$state" "-Dorg.sqlite.tmpdir=$state" "-DZstdTempFolder=$state")
}

# What a start shows of the program's classes: every stage from generator to store, and the table at the end.
readonly training_command=(demo --seconds 1 --json)

# Adds the archive of loaded classes (AppCDS) for this JDK and this jar to jvm_options. $@ are the words that run
# a command as the user of the JVM.
use_class_archive() {
  local name directory
  name=classes-$(archive_key).jsa
  [ -e "$application/$name" ] || [ -e "$state/$name" ] || make_class_archive "$name" "$@"
  for directory in "$application" "$state"; do
    if [ -s "$directory/$name" ]; then
      jvm_options+=("-XX:SharedArchiveFile=$directory/$name")
      return
    fi
  done
}

# Beside the jar if that user may write there, otherwise in the state directory; not while another start is at it.
# An empty file marks that it could not be made.
make_class_archive() {
  local name=$1
  shift
  [ -x "$state" ] || return 0
  say "preparing a faster start (once for each version)"
  # shellcheck disable=SC2016
  "$@" sh -c '
    directory=$1 name=$3
    [ -w "$directory" ] || directory=$2
    shift 3
    exec 9>"$directory/classes.lock"
    flock -n 9 || exit
    rm -f "$directory"/classes-*.jsa
    java=$1
    shift
    timeout 60 "$java" "-XX:ArchiveClassesAtExit=$directory/$name.new" "$@" >/dev/null 2>&1
    mv -f "$directory/$name.new" "$directory/$name" 2>/dev/null || : >"$directory/$name"
  ' sh "$application" "$state" "$name" "$java_home/bin/java" "${jvm_options[@]}" -jar "$application/ikisaki.jar" \
    "${training_command[@]}" </dev/null || true
}

# For all users of the application, by its owner, after it was built or copied.
archive_for_all() {
  local state=$application jvm_options as=()
  choose_jvm_options "${training_command[0]}"
  [ "$(stat -c %U "$application")" != root ] || as_user root
  use_class_archive "${as[@]}"
}

archive_key() {
  {
    printf '%s\n' "$java_home"
    cat "$java_home/release" 2>/dev/null || stat -c '%s %Y' "$java_home/bin/java"
    stat -c '%n %s %Y' "$application/ikisaki.jar" "$application"/lib/*.jar
  } | cksum | cut -d ' ' -f 1
}
