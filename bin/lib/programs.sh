# shellcheck shell=bash
# Runs programs that lie among the tests.

# run_test_program CLASS [JVM OPTION…] [-- ARGUMENT…], in place of the shell.
run_test_program() {
  local program=$1 libraries=$home/target/test.classpath options=()
  shift
  while [ $# -gt 0 ] && [ "$1" != -- ]; do options+=("$1") && shift; done
  [ $# -eq 0 ] || shift
  need_java javac
  need_maven
  install_needs
  (cd "$home" && JAVA_HOME=$java_home mvn -q -B -ntp test-compile dependency:build-classpath \
    -Dmdep.includeScope=test -Dmdep.outputFile="$libraries") >&2
  exec "$java_home/bin/java" "${options[@]}" \
    -cp "$home/target/test-classes:$home/target/classes:$(<"$libraries")" "$program" "$@"
}
