# shellcheck shell=bash
# Runs programs that lie among the tests.

# Sets java_home and test_class_path, for which it compiles.
prepare_test_programs() {
  local libraries=$home/target/test.classpath
  need_java javac
  need_maven
  install_needs
  (cd "$home" && JAVA_HOME=$java_home mvn -q -B -ntp test-compile dependency:build-classpath \
    -Dmdep.includeScope=test -Dmdep.outputFile="$libraries") >&2
  test_class_path=$home/target/test-classes:$home/target/classes:$(<"$libraries")
}

# run_test_program CLASS [JVM OPTION…] [-- ARGUMENT…], in place of the shell.
run_test_program() {
  local program=$1 options=()
  shift
  while [ $# -gt 0 ] && [ "$1" != -- ]; do
    options+=("$1")
    shift
  done
  shift || true
  prepare_test_programs
  exec "$java_home/bin/java" "${options[@]}" -cp "$test_class_path" "$program" "$@"
}
