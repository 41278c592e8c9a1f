# shellcheck shell=bash
# The build: only when the sources are newer than the last one, and by the owner of the checkout.

readonly build_failed=70

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
  local target=$home/target begun=$SECONDS
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
    say "built in $((SECONDS - begun)) s"
    archive_for_all
  ) 9>"$target/build.lock"
}

# On a terminal, the last line of the log, every second.
show_build_progress() {
  [ -t 2 ] || return 0
  while sleep 1 && kill -0 $$ 2>/dev/null; do
    printf '\r\033[K%4d s  %.70s\r' "$SECONDS" "$(tail -n 1 "$1")" >&2
  done
}
