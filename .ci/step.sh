# shellcheck shell=bash
# What every step starts with. A step ends with 0 (passed), 77 (skipped, by `skip`) or anything else (failed). CI_STEP_DIR
# is a directory of its own that goes away after the run.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export root
cd "$root"
: "${CI_WORK:=$(mktemp -d)}" "${CI_STEP_DIR:=$CI_WORK/$(basename "$0")}"
mkdir -p "$CI_STEP_DIR"

# Ends the step; the reason goes into the summary.
skip() {
  printf 'SKIPPED: %s\n' "$1"
  printf '%s' "$1" >"$CI_STEP_DIR/reason"
  exit 77
}

fail() {
  printf 'FAILED: %s\n' "$1" >&2
  exit 1
}

need_root() {
  [ "$(id -u)" -eq 0 ] || skip "needs root, for $1"
}

# As root they were to be installed by the step `packages`; others can't do that.
need_programs() {
  local program
  for program; do
    command -v "$program" >/dev/null && continue
    [ "$(id -u)" -eq 0 ] || skip "$program is not installed, and only root can install it"
    fail "$program is missing"
  done
}

need_namespaces() {
  unshare --mount --net true 2>/dev/null || skip "this machine gives no mount and network namespaces"
}

need_build() {
  [ -e node_modules/.package-lock.json ] || npm ci --no-audit
  [ -e dist/gigahost-ddns.cjs ] || npm run --silent build
}

# The project's own files, whether or not this is a git checkout.
list_files() {
  find . \( -name node_modules -o -name dist -o -name .git -o -name coverage -o -name .stryker-tmp \) -prune -o -type f -print
}

# Waits until a command succeeds: wait_for SECONDS COMMAND …
wait_for() {
  local end=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.1
  done
}

# For a step of many checks: check TITLE COMMAND … counts it and goes on; `end_checks` is then the step's last line.
checks_passed=0 checks_failed=0 checks_skipped=0

check() {
  local title=$1 output
  shift
  if output=$("$@" 2>&1); then
    checks_passed=$((checks_passed + 1))
    printf 'ok      %s\n' "$title"
  else
    checks_failed=$((checks_failed + 1))
    printf 'NOT OK  %s\n' "$title"
    printf '%s\n' "$output" | tail -n 20 | sed 's/^/        /'
  fi
  write_counts
}

skip_check() {
  checks_skipped=$((checks_skipped + 1))
  printf 'SKIPPED %s: %s\n' "$1" "$2"
  write_counts
}

write_counts() {
  printf '%d %d %d\n' "$checks_passed" "$checks_failed" "$checks_skipped" >"$CI_STEP_DIR/counts"
}

end_checks() {
  [ "$checks_failed" -eq 0 ]
}
