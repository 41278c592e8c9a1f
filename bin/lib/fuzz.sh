# shellcheck shell=bash
# Runs the fuzz tests for as many executions as asked for, one after the other, each in a JVM of its own.

readonly default_executions=20000000
readonly fuzz_options=src/test/resources/junit-platform.properties

# Bytes of an input at the most. Scripts need fewer: each step is a few, and sixty of them take long enough.
readonly longest_input=1024 longest_script=256

# fuzz [--executions N] [TARGET…]: a target is the name of a fuzz test without its ending, and all are the default.
fuzz() {
  local executions=$default_executions targets=() target classes status=0
  while [ $# -gt 0 ]; do
    case $1 in
      --executions) executions=${2-} && shift ;;
      -*) usage >&2 && exit 64 ;;
      *) targets+=("$1") ;;
    esac
    shift
  done
  [[ $executions =~ ^[1-9][0-9]*$ ]] || { usage >&2 && exit 64; }
  classes=$(fuzz_tests)
  [ ${#targets[@]} -gt 0 ] || mapfile -t targets < <(sed 's/.*\.//; s/FuzzTest$//' <<<"$classes")
  for target in "${targets[@]}"; do
    grep -q "\.${target}FuzzTest$" <<<"$classes" || die 64 "no fuzz test is called $target; there are:" \
      "$(sed 's/.*\.//; s/FuzzTest$//' <<<"$classes" | paste -sd ' ')"
  done
  prepare_test_programs
  for target in "${targets[@]}"; do
    fuzz_one "$target" "$(grep "\.${target}FuzzTest$" <<<"$classes")" || status=1
  done
  return "$status"
}

# The classes of all fuzz tests, a line each.
fuzz_tests() {
  find "$home/src/test/java" -name '*FuzzTest.java' -printf '%P\n' | sort | sed 's/\.java$//; s#/#.#g'
}

# fuzz_one TARGET CLASS: what was found, and how, is left in target/fuzz/TARGET.
fuzz_one() {
  local work=$home/target/fuzz/$1 option options=() began=$SECONDS runs seconds longest=$longest_input
  if grep -q 'new Script(' "$home/src/test/java/${2//.//}.java"; then longest=$longest_script; fi
  rm -rf "$work"
  mkdir -p "$work/corpus"
  while IFS= read -r option; do
    options+=("-D$option")
  done < <(grep '^jazzer\.' "$home/$fuzz_options")
  (cd "$work" && exec "$java_home/bin/java" -Xmx256m -XX:+UseSerialGC "${options[@]}" -Djazzer.max_duration=1000h \
    -cp "$test_class_path" com.code_intelligence.jazzer.Jazzer "--target_class=$2" "-runs=$executions" -timeout=10 \
    -rss_limit_mb=2048 "-max_len=$longest" -artifact_prefix=found- corpus) >"$work/log" 2>&1 || true
  seconds=$((SECONDS - began))
  runs=$(sed -n 's/^Done \([0-9]*\) runs.*/\1/p' "$work/log")
  if [ -z "$runs" ] || compgen -G "$work/found-*" >/dev/null; then
    say "$1: BROKEN after $seconds s; the input is in $work, and this is why:"
    grep -A 30 -m 1 -E '^== Java|ERROR: libFuzzer|^Exception in' "$work/log" >&2 || tail -n 20 "$work/log" >&2
    return 1
  fi
  printf '%-18s %11s executions in %5s s, %6s a second, %s inputs kept: 0 throwables\n' "$1" "$runs" "$seconds" \
    $((runs / (seconds > 0 ? seconds : 1))) "$(find "$work/corpus" -type f | wc -l)"
}
