# shellcheck shell=bash
# shellcheck disable=SC2034,SC2119,SC2120,SC2154 # those who read this use it, and have read step.sh
# A system that systemd-nspawn boots, a network without a way out, and the simulator in it; for scripts that run in
# namespaces of their own, after step.sh.

guest=$CI_STEP_DIR/guest
api_key=flux_live_$(printf '5ec2e7c0ffee%.0s' 1 2 3 4 5)beef
password="wild strawberries 4711"
simulator_port=8053
dns_port=5353
unit=gigahost-ddns.service
config=$guest/etc/gigahost-ddns/config.yaml

# Loopback, and an interface with public-looking addresses and a default route that leads nowhere.
start_network() {
  ip link set lo up
  ip link add wan0 type veth peer name far0
  ip addr add 185.125.160.7/24 dev wan0
  ip addr add 2a01:4f8:1234::7/64 dev wan0 nodad
  ip link set wan0 up
  ip link set far0 up
  ip route add default via 185.125.160.1
  ip -6 route add default via 2a01:4f8:1234::1
}

start_simulator() {
  node "$CI_STEP_DIR/simulator.mjs" "{\"port\":$simulator_port,\"dnsPort\":$dns_port,\"zones\":[\"example.no\"],
    \"apiKeys\":[{\"secret\":\"$api_key\"}],\"accounts\":[{\"username\":\"ola@example.no\",\"password\":\"$password\"}]}" >"$CI_STEP_DIR/simulator.log" 2>&1 &
  wait_for 10 grep -q '^ready ' "$CI_STEP_DIR/simulator.log" || { cat "$CI_STEP_DIR/simulator.log"; fail "the simulator didn't start"; }
}

# build_guest SYSTEM: a layer over the downloaded system, in memory: the system itself stays as it is.
build_guest() {
  mkdir -p "$guest" "$CI_STEP_DIR/layer"
  mount -t tmpfs tmpfs "$CI_STEP_DIR/layer"
  mkdir "$CI_STEP_DIR/layer/upper" "$CI_STEP_DIR/layer/work"
  mount -t overlay overlay "$guest" \
    -o "lowerdir=$1,upperdir=$CI_STEP_DIR/layer/upper,workdir=$CI_STEP_DIR/layer/work"
}

boot_guest() {
  local start
  start=$(now_ms)
  systemd-nspawn --quiet --directory="$guest" --boot --register=no --keep-unit --resolv-conf=off --timezone=off \
    --console=pipe </dev/null >"$CI_STEP_DIR/boot.log" 2>&1 &
  nspawn=$!
  if ! wait_for 60 is_guest_up; then
    tail -n 20 "$CI_STEP_DIR/boot.log"
    has_ended "$nspawn" && skip "systemd-nspawn can't boot here"
    fail "the guest didn't come up"
  fi
  printf 'guest up after %d ms: %s\n' "$(($(now_ms) - start))" "$(in_guest systemctl --version | head -n 1)"
}

# Before it starts the guest's first process, systemd-nspawn has children that come and go.
is_guest_up() {
  guest_pid=$(pgrep -P "$nspawn" | tail -n 1)
  [ -n "$guest_pid" ] && in_guest systemctl is-active --quiet multi-user.target
}

in_guest() { nsenter --target "$guest_pid" --all "$@"; }
now_ms() { date +%s%3N; }
property() { in_guest systemctl show --property "$1" --value "${2:-$unit}"; }
is() { [ "$(property "$1")" = "$2" ]; }
published() { dig +short +time=1 +tries=1 @127.0.0.1 -p "$dns_port" "$1" A; }
is_published() { [ "$(published "$1")" = "$2" ]; }
updates_sent() { grep -c 'GET /dns/dyndns' "$CI_STEP_DIR/simulator.log" || true; }
journal() { in_guest journalctl --no-pager --output=cat --unit "${1:-$unit}"; }
daemon_status() { in_guest gigahost-ddns status --config /etc/gigahost-ddns/config.yaml "$@"; }
is_health() { daemon_status --output json | grep -q "\"health\": *\"$1\""; }

has_status_text() { [ -n "$(property StatusText)" ]; }
runs_as_dynamic_user() {
  local uid
  uid=$(in_guest stat -c %u "/proc/$(property MainPID)")
  printf 'uid %s\n' "$uid"
  [ "$uid" -ge 61184 ] && [ "$uid" -le 65519 ]
}
is_other_process() { is ActiveState active && [ "$(property MainPID)" != 0 ] && ! is MainPID "$1"; }

stop_guest() {
  [ "$checks_failed" -eq 0 ] || journal | tail -n 40
  kill -RTMIN+4 "$guest_pid" 2>/dev/null || true
  wait_for 10 has_ended "$nspawn" || kill -KILL "$nspawn"
}

has_ended() { ! kill -0 "$1" 2>/dev/null; }
