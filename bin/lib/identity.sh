# shellcheck shell=bash
# Who runs the JVM, with which capability, and where the state lies.

readonly system_user=ikisaki
readonly system_state=$root/var/lib/ikisaki

me=$(id -un 2>/dev/null) || me=$uid
readonly me

# The person: whoever called sudo, or else whoever we are.
caller_name() {
  if is_root && [ -n "${SUDO_USER-}" ]; then echo "$SUDO_USER"; else echo "$me"; fi
}

home_of() {
  getent passwd "$1" | cut -d : -f 6
}

state_of() {
  if [ "$1" = "$system_user" ]; then
    echo "${STATE_DIRECTORY:-$system_state}"
  elif [ "$1" = "$me" ]; then
    echo "${XDG_STATE_HOME:-${HOME:-$(home_of "$1")}/.local/state}/ikisaki"
  else
    echo "$(home_of "$1")/.local/state/ikisaki"
  fi
}

# Sets as to the words that run a command as user $1 with the capability $2 alone, or with none.
as_user() {
  local capabilities=-all${2:+,+$2}
  as=(env "HOME=$(home_of "$1")" "USER=$1" "LOGNAME=$1" ${IKISAKI_CONFIG:+"IKISAKI_CONFIG=$IKISAKI_CONFIG"}
    setpriv "--reuid=$1" "--regid=$(id -g "$1")" --init-groups "--inh-caps=$capabilities"
    "--ambient-caps=$capabilities" "--bounding-set=$capabilities" --no-new-privs --)
  is_root || as=(sudo -- "${as[@]}")
}

# Whether the set $1 (CapAmb, CapBnd) of this process holds CAP_NET_RAW, which is bit 13.
holds_net_raw() {
  local set
  set=$(sed -n "s/^$1:[[:space:]]*//p" "$root/proc/self/status")
  (((16#${set:-0} >> 13) & 1))
}

# Live capture is `run` from an interface. From a savefile or standard input it needs no privilege.
is_capture() {
  [ "${1-}" = run ] || return 1
  [[ " $* " != *" --help "* && " $* " != *" -h "* ]] || return 1
  local source
  source=$(option --source "$@")
  [[ $source != - && $source != */* && ! -f $source ]]
}

# Tracing takes no privilege, but for raw sockets.
is_raw_trace() {
  local method
  [ "${1-}" = trace ] || return 1
  [[ " $* " != *" --help "* && " $* " != *" -h "* ]] || return 1
  method=$(option --method "$@")
  [[ " $* " == *" --raw "* || ${method,,} = tcp ]]
}

# The (first) value of the option $1 among the arguments that follow.
option() {
  local name=$1
  shift
  while [ $# -gt 0 ]; do
    case $1 in
      "$name") echo "${2-}" && return ;;
      "$name="*) echo "${1#*=}" && return ;;
    esac
    shift
  done
}

# Sets user, state, capability and what that is for, for the command line.
choose_identity() {
  user=$(caller_name) capability= purpose=capturing
  state=$(state_of "$user")
  case ${1-} in
    run)
      is_capture "$@" || return 0
      capability=net_raw
      [ "$user" != root ] || user=$system_user
      ;;
    trace)
      is_raw_trace "$@" || return 0
      capability=net_raw purpose="tracing from raw sockets"
      ;;
    top | prune | explain | geoip | devices | status) user=$(reader_of_store "$(option --store "$@")") ;;
  esac
  state=$(state_of "$user")
}

# A store belongs to who captured it. Its readers write beside it too (SQLite's WAL), so they run as that user.
reader_of_store() {
  if [ -z "$1" ]; then
    if [ ! -e "$state/ikisaki.db" ] && [ -d "$system_state" ]; then echo "$system_user"; else echo "$user"; fi
  elif [[ $1 == "$system_state"/* ]]; then
    echo "$system_user"
  elif is_root && [ -e "$1" ]; then
    stat -c %U "$1"
  else
    echo "$user"
  fi
}

# Sets runner (starts the JVM) and unprivileged (does the same user's errands) for what choose_identity chose.
choose_runner() {
  runner=() unprivileged=()
  if [ "$capability" = net_raw ]; then
    demand_capture_privilege
  elif [ "$user" != "$me" ] && ! is_root; then
    say "reading $state as user $system_user: asking sudo"
    may_be_root || die "$not_permitted" "the store in $state is private to user $system_user" \
      "Run it as root, or use a store of your own: --store FILE"
  fi
  [ "$user" != "$system_user" ] || [ "$me" = "$system_user" ] || ensure_system_user
  if is_root || [ "$user" != "$me" ]; then
    as_user "$user"
    unprivileged=("${as[@]}")
  fi
  if is_root || [ "$user" != "$me" ] || { [ -n "$capability" ] && ! holds_net_raw CapAmb; }; then
    as_user "$user" "$capability"
    runner=("${as[@]}")
  fi
}

demand_capture_privilege() {
  if is_root; then
    holds_net_raw CapBnd || die "$not_permitted" "root lacks CAP_NET_RAW here, as in a container that wasn't given it" \
      "Start the container with it, for example: --cap-add NET_RAW --network host"
  elif ! holds_net_raw CapAmb; then
    say "$purpose needs CAP_NET_RAW: asking sudo for that alone (the program runs as $user, never as root)"
    may_be_root || die_without_root
  fi
}

die_without_root() {
  local what="user $user can't get CAP_NET_RAW through sudo"
  [ "$purpose" = capturing ] ||
    die "$not_permitted" "$what" "Without any privilege: trace without --raw, by --method udp or icmp"
  die "$not_permitted" "$what" \
    "As root, capture as the system user $system_user:  $home/bin/ikisaki run" \
    "or install the service:                        $home/bin/ikisaki install-service" \
    "Without any privilege:  bin/ikisaki demo" \
    "or from a router:       ssh root@router tcpdump -U -w - | bin/ikisaki run --source -"
}

ensure_system_user() {
  getent passwd "$system_user" >/dev/null || {
    say "creating the system user $system_user, home $system_state"
    as_root useradd --system --user-group --home-dir "$system_state" --shell /usr/sbin/nologin "$system_user"
  }
  [ -d "$system_state" ] || as_root install -d -m 750 -o "$system_user" -g "$system_user" "$system_state"
}
