# shellcheck shell=bash
# The copy of the application outside the checkout, and the service that runs from it.

readonly installed=$root/usr/local/lib/ikisaki

# Makes or renews the copy, which belongs to root and everybody may read, and runs the application from it. A JVM
# that runs keeps the files it has open: they are replaced, never written over.
install_application() {
  application=$installed application_home=$installed
  ! is_installed || return 0
  as_root rm -rf "$installed.new" "$installed.old"
  as_root install -d -m 755 "$installed.new"
  as_root cp -R "$home/bin" "$home/config" "$home/target/ikisaki.jar" "$home/target/lib" "$installed.new"
  as_root chmod -R u=rwX,go=rX "$installed.new"
  [ ! -d "$installed" ] || as_root mv "$installed" "$installed.old"
  as_root mv "$installed.new" "$installed"
  as_root rm -rf "$installed.old"
  archive_for_all
}

is_installed() {
  local part
  for part in bin config target/ikisaki.jar target/lib; do
    diff -rq "$home/$part" "$installed/${part#target/}" >/dev/null 2>&1 || return 1
  done
}

# Whether the user of the JVM may read the application where it is, a checkout under /root for example.
is_readable() {
  # shellcheck disable=SC2016
  "${unprivileged[@]}" sh -c '[ -r "$1/ikisaki.jar" ] && [ -r "$1/lib" ] && [ -x "$1/lib" ] && [ -r "$2/config" ]' \
    sh "$application" "$application_home"
}

# `bin/ikisaki install-service`: user, application, configuration and unit; starts it where systemd runs.
install_service() {
  [ -f "$home/pom.xml" ] || die "$unavailable" "this is the installed application itself" \
    "To renew the service, call install-service from a checkout."
  is_root || {
    say "installing the service needs root: asking sudo"
    may_be_root || die "$not_permitted" "user $me can't become root through sudo" "As root, run: $self install-service"
    exec sudo -- env ${JAVA_HOME:+"JAVA_HOME=$JAVA_HOME"} "$self" install-service
  }
  ensure_system_user
  install_application
  say "application: $installed"
  install -d -m 755 "$root/etc/ikisaki" "$root/etc/systemd/system" "$root/usr/local/bin"
  local file
  for file in "$home"/config/*.yaml; do
    [ -e "$root/etc/ikisaki/${file##*/}" ] || install -m 644 "$file" "$root/etc/ikisaki/"
  done
  say "configuration, yours to edit: $root/etc/ikisaki"
  install -m 644 "$home/systemd/ikisaki.service" "$root/etc/systemd/system/"
  ln -sfn ../lib/ikisaki/bin/ikisaki "$root/usr/local/bin/ikisaki"
  if [ -d "$root/run/systemd/system" ]; then
    systemctl daemon-reload
    systemctl enable ikisaki.service
    systemctl restart ikisaki.service
    say "the service runs; what it sees: ikisaki top; its log: journalctl -u ikisaki"
  else
    say "systemd does not run here; where it does: systemctl enable --now ikisaki"
  fi
}
