#!/usr/bin/env bash
# What happens when the disk is full, or fails to write, sync, cut or rename?
#
#   tests/faults/run.sh target/release/verbatim          every part
#   tests/faults/run.sh target/release/verbatim full     only parts whose name begins so
#
# A full disk is a small tmpfs; failing calls come from strace. After each fault: the command ends by itself and says what
# it could not do, where, and what to do next; whatever was acknowledged until then is found; and the same command, run
# once more without the fault, completes. One row for each; the exit code is 1 where one of them fails. A part that cannot
# be tried here is skipped and says why.
set -euo pipefail

if [ $# -lt 1 ] || [ ! -x "$1" ]; then
    echo "usage: $0 PROGRAM [PART]" >&2
    exit 2
fi
verbatim=$(realpath "$1")
only=${2:-}
here=$(realpath "$0")
project=$(dirname "$(dirname "$(dirname "$here")")")

# In a namespace of its own nothing stays mounted behind it, and whoever is not root may mount a tmpfs there.
if [ -z "${VERBATIM_FAULTS_INSIDE:-}" ] && command -v unshare >/dev/null; then
    for flags in -m -Urm; do
        # shellcheck disable=SC2086
        if unshare $flags true 2>/dev/null; then
            exec env VERBATIM_FAULTS_INSIDE=1 unshare $flags "$here" "$verbatim" "$only"
        fi
    done
fi

work=$(mktemp -d)
disk=$work/disk
mkdir "$disk" "$work/home"
# Everything that was started ends with this script, whichever way it ends.
started=()
tidy_up() {
    local one
    for one in ${started[@]+"${started[@]}"}; do
        kill -KILL "$one" 2>/dev/null || true
        wait "$one" 2>/dev/null || true
    done
    umount "$disk" 2>/dev/null || true
    rm -rf "$work"
}
trap tidy_up EXIT
cd "$work"
unset VERBATIM_DATA VERBATIM_CONFIG RUST_BACKTRACE CLICOLOR_FORCE
export HOME=$work/home NO_COLOR=1 COLUMNS=200 LC_ALL=C

# ------------------------------------------------------------------------------------------------- the table

n_failed=0
n_skipped=0
problems=()

# wrong WORDS…: notes what is wrong about the case that is being tried.
wrong() {
    # What was said when it first went wrong says most.
    [ ${#problems[@]} -gt 0 ] || cp "$said" "$work/told"
    problems+=("$*")
}

# row FAULT WHERE OUTCOME: ends a case.
row() {
    local outcome=$3
    if [ ${#problems[@]} -gt 0 ]; then
        n_failed=$((n_failed + 1))
        outcome="FAILED: $(printf '%s; ' "${problems[@]}")"
        problems=()
        printf '%-26s | %-34s | %s\n' "$1" "$2" "$outcome"
        sed 's/^/    /' "$work/told" | tail -n 12
        return
    fi
    printf '%-26s | %-34s | %s\n' "$1" "$2" "$outcome"
}

skip() {
    n_skipped=$((n_skipped + 1))
    printf 'skipped: %s\n' "$*"
}

wanted() { case $1 in "$only"*) return 0 ;; *) return 1 ;; esac; }

# ----------------------------------------------------------------------------------------------- one command

data=$work/data
code=0
said=$work/said
out=$work/out
touch "$said" "$out"

v() { "$verbatim" --data "$data" --config "$work/verbatim.toml" "$@"; }

# tried COMMAND…: leaves its exit code in $code, its output in $out, and that with its messages in $said.
tried() {
    code=0
    timeout 60 "$@" >"$out" 2>"$work/err" </dev/null || code=$?
    cat "$work/err" "$out" >"$said"
}

# tried_v ARGUMENTS…: the same with the program and its usual folders.
tried_v() { tried "$verbatim" --data "$data" --config "$work/verbatim.toml" "$@"; }

# It ended by itself: neither by a panic nor by a signal.
ended_well() {
    case $code in 0 | 1 | 2) ;; *) wrong "exit code $code" ;; esac
    ! grep -q 'panicked at' "$said" || wrong "it panicked"
}

# Operation, place, cause, and what to do next.
is_clear() { grep -Eq '(cannot|could not) [^:]+ [^:]*/[^:]*: .+; .+' "$said" || wrong "no clear message"; }

speaks_of_space() {
    grep -Eq 'disk is full|No space left|full or failed|failed to read or write' "$said" || wrong "no word of the full disk"
}

ended_with_trouble() {
    ended_well
    [ "$code" -eq 2 ] || wrong "exit code $code and not 2"
}

# ended_fine WHAT…: the run without the fault.
ended_fine() {
    ended_well
    [ "$code" -eq 0 ] || wrong "$*: exit code $code"
}

# Ids that were reported as kept, one a line, added to $acked.
acked=$work/acked
note_acked() {
    sed -n 's/.*"kept":"\([^"]*\)".*/\1/p' "$out" >>"$acked"
}

# n_missing FILE: how many calls of a file, one id a line, a search does not find, in $missing; false where it finds all.
n_missing() {
    missing=$(wc -l <"$1")
    if ! v search --side any --limit 100000 --context 0 --json >"$work/hits" 2>"$work/err"; then
        cat "$work/err" >"$said"
        [ "$missing" -gt 0 ]
        return
    fi
    sed -n 's/^{"call":"\([^"]*\)".*/\1/p' "$work/hits" | sort -u >"$work/found"
    missing=$(sort -u "$1" | comm -23 - "$work/found" | wc -l)
    [ "$missing" -gt 0 ]
}

# found FILE: all of these are found.
found() {
    ! n_missing "$1" || wrong "$missing acknowledged calls are not found"
}

# is_whole FILE: all of these calls are there, and the index agrees with the catalogue.
is_whole() {
    found "$1"
    tried_v check
    ended_fine "check"
}

# --------------------------------------------------------------------------------------------------- the disk

# Mounted once to see whether it can be.
can_mount() { mount -t tmpfs -o size=64k tmpfs "$disk" 2>/dev/null && umount "$disk"; }

small_disk() { mount -t tmpfs -o "size=$1" tmpfs "$disk"; }
enlarge() { mount -o "remount,size=${1:-256m}" "$disk"; }
free_disk() { umount "$disk"; }

# Leaves so many kilobytes.
fill_up() {
    local left
    left=$(df -k --output=avail "$disk" | tail -n 1)
    head -c "$(((left - $1) * 1024))" /dev/zero >"$disk/filler"
}

# ------------------------------------------------------------------------------------------------- what is told

cat >verbatim.toml <<'TOML'
lexicons = "lexicons"

[hooks.in]
kind = "hmac"
secret = { file = "secret" }
header = "X-Signature"

[nightly]
folders = ["in"]
digest_days = 0
TOML
mkdir lexicons in
cat >lexicons/anyone.toml <<'TOML'
persona = "anyone"

[[entry]]
tag = "pain/manual-work"
name = "by-hand"
confidence = 0.9
patterns = ["by hand"]
TOML
printf 'a-secret-of-these-tests-alone' >secret
chmod 600 secret

# calls PREFIX FROM TO WORDS: one call a line, with so many words that nothing else says, so that little can be compressed.
calls() {
    awk -v prefix="$1" -v from="$2" -v to="$3" -v words="$4" 'BEGIN {
        srand(from * 7919 + words)
        for (n = from; n <= to; n++) {
            said = ""
            for (w = 0; w < words; w++) said = said sprintf(" %06x", int(rand() * 16777216))
            printf "{\"id\":\"%s-%04d\",\"date\":\"2026-%02d-%02d\",\"participants\":", prefix, n, n % 6 + 1, n % 28 + 1
            printf "[{\"name\":\"Rea\",\"side\":\"rep\"},{\"name\":\"Pam\",\"side\":\"prospect\"}],\"turns\":"
            printf "[{\"speaker\":\"Rea\",\"text\":\"How is it done today?\"},"
            printf "{\"speaker\":\"Pam\",\"text\":\"We do all of it by hand.%s\"}]}\n", said
        }
    }'
}

ids() { sed 's/^{"id":"\([^"]*\)".*/\1/' "$@"; }

calls many 1 1100 30 >many.jsonl
ids many.jsonl >many.ids
data=$work/many
tried_v ingest many.jsonl
size_of_many=$(du -sk "$data" | cut -f 1)
rm -r "$data"

# An archive of the project's samples, and of calls of which half are from before April.
head -n 300 many.jsonl >some.jsonl
mkdir samples
cp "$project"/corpus-samples/*.* samples/
data=$work/base
tried_v ingest --json samples some.jsonl
note_acked
sort -u "$acked" >base.ids
rm "$acked"
[ "$(wc -l <base.ids)" -gt 310 ] || { cat "$said"; echo "the samples were not kept" >&2; exit 1; }
size=$(du -sk "$data" | cut -f 1)
calls more 1 600 30 >more.jsonl
ids more.jsonl >more.ids
cat base.ids more.ids | sort -u >all.ids
calls few 1 40 30 >few.jsonl
ids few.jsonl >few.ids
cat base.ids few.ids | sort -u >base-and-few.ids

# anew: the archive as it was.
anew() {
    data=$work/data
    rm -rf "$data"
    cp -a "$work/base" "$data"
    : >"$acked"
}

# ------------------------------------------------------------------------------------------------- full: ingest

full_ingest() {
    local share
    for share in 3 10 35 60 85 105; do
        data=$disk/data
        : >"$acked"
        small_disk "$((size_of_many * share / 100))k"
        tried_v ingest --json many.jsonl
        note_acked
        local n_acked
        n_acked=$(wc -l <"$acked")
        local outcome="it sufficed"
        if [ "$code" -ne 0 ]; then
            ended_with_trouble
            is_clear
            speaks_of_space
            outcome="exit 2, $n_acked acknowledged"
        fi
        enlarge
        [ ! -s "$acked" ] || found "$acked"
        tried_v ingest --json many.jsonl
        ended_fine "once more"
        is_whole many.ids
        row "disk full" "ingest, $share % of what it needs" "$outcome, all found, completed by the next run"
        free_disk
    done
}

# -------------------------------------------------------------------------------------------------- full: hooks

# serve: starts the server, waits for it, and leaves its address in $url and its process in $server.
serve() {
    : >"$work/served"
    "$@" "$verbatim" --data "$data" --config "$work/verbatim.toml" serve --port 0 \
        >"$work/served" 2>"$work/served-err" </dev/null &
    starter=$!
    started+=("$starter")
    server=$starter
    url=
    for _ in $(seq 100); do
        url=$(sed -n 's|^\(http://[^/]*\)/.*|\1|p' "$work/served")
        [ -z "$url" ] || break
        kill -0 "$starter" 2>/dev/null || return 1
        sleep 0.1
    done
    [ -n "$url" ] || return 1
    # Behind strace it is strace's child.
    [ $# -eq 0 ] || server=$(cat "/proc/$starter/task/$starter/children" | tr -d ' ')
    started+=("$server")
}

stop_serving() {
    kill -"${1:-TERM}" "$server" 2>/dev/null || true
    wait "$starter" 2>/dev/null || true
}

# deliver FILE: one signed delivery; only what is answered with a status of the 200s is acknowledged.
deliver() {
    tried_v hooks test in --url "$url" --body "$1"
    [ "$code" -eq 0 ] || return 1
    ids "$1" >>"$acked"
}

# kept_within SECONDS FILE: waits until the server has kept all of these, and they can be found.
kept_within() {
    local second
    for second in $(seq "$1"); do
        [ -n "$(v inbox list --json 2>/dev/null)" ] || n_missing "$2" || break
        sleep 1
    done
    [ "$second" -lt "$1" ] || wrong "not kept within $1 s"
    # What it writes into the index comes to its end.
    sleep 1
}

bodies() {
    rm -rf bodies
    mkdir bodies
    calls "$1" 1 "$2" "$3" >bodies.jsonl
    split -l 1 -a 4 -d bodies.jsonl bodies/
}

full_hooks() {
    bodies hook 120 9000
    data=$disk/data
    : >"$acked"
    small_disk 6m
    if ! serve; then
        cat "$work/served-err" >"$said"
        wrong "the server did not start"
        row "disk full" "serve" ""
        free_disk
        return
    fi
    local body refused=
    for body in bodies/*; do
        if ! deliver "$body"; then
            refused=$body
            break
        fi
    done
    local n_acked
    n_acked=$(wc -l <"$acked")
    if [ -z "$refused" ]; then
        wrong "the disk never got full"
    else
        grep -q 503 "$said" || wrong "the vendor was not told to come back"
        kill -0 "$server" 2>/dev/null || wrong "the server ended"
        cp "$work/served-err" "$said"
        grep -q 'deliveries are not taken' "$said" || wrong "the operator was not told"
        speaks_of_space
    fi
    enlarge
    local is_taken=
    for _ in $(seq 10); do
        [ -z "$refused" ] || deliver "$refused" || { sleep 1; continue; }
        is_taken=yes
        break
    done
    [ -n "$is_taken" ] || wrong "it takes nothing although there is space again"
    kept_within 45 "$acked"
    [ -z "$(v inbox list --dead --json)" ] || wrong "something is a dead letter"
    stop_serving
    is_whole "$acked"
    row "disk full" "serve, receiving hooks" "503 after $n_acked, all of those found, went on by itself"
    free_disk
}

# --------------------------------------------------------------------------------------------------- full: pull

cat >vendor.py <<'PY'
"""A vendor with one list of calls."""
import http.server, json, sys

with open(sys.argv[1]) as file:
    LIST = json.dumps({"calls": [json.loads(line) for line in file]}).encode()

class Vendor(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(LIST)))
        self.end_headers()
        self.wfile.write(LIST)

    def log_message(self, *_):
        pass

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Vendor)
print(server.server_address[1], flush=True)
server.serve_forever()
PY

# vendor FILE: starts one, and tells the config of it.
vendor() {
    : >vendor.port
    python3 vendor.py "$1" >vendor.port 2>/dev/null </dev/null &
    started+=($!)
    for _ in $(seq 50); do
        [ -s vendor.port ] && break
        sleep 0.1
    done
    cat >>verbatim.toml <<TOML

[pull.tiny]
kind = "json"
base_url = "http://127.0.0.1:$(cat vendor.port)"
allow_private = true
rate = 1000

[pull.tiny.api]
list = "/calls?since={since}"
items = "calls"
TOML
}

full_pull() {
    local share
    for share in 2 20 60; do
        data=$disk/data
        small_disk "$((size * share / 100))k"
        tried_v pull tiny --json
        local outcome="it sufficed"
        if [ "$code" -ne 0 ]; then
            ended_with_trouble
            is_clear
            speaks_of_space
            outcome="exit 2"
        fi
        enlarge
        tried_v pull tiny --json
        ended_fine "once more"
        is_whole more.ids
        row "disk full" "pull, $share % of an archive" "$outcome, completed by the next run"
        free_disk
    done
}

# ------------------------------------------------------------------------- full: forget, nightly, backup, restore

# Calls from before April, which `forget` is told to delete, and those that stay.
is_forgotten() {
    v search --side any --limit 100000 --context 0 --json --until 2026-03-31 2>/dev/null |
        sed -n 's/^{"call":"\(many-[^"]*\)".*/\1/p' | sort -u >"$work/left" || true
    [ ! -s "$work/left" ] || wrong "$(wc -l <"$work/left") deleted calls are found"
    found stay.ids
    tried_v check
    ended_fine "check"
}
awk -F '[-"]' '{ month = substr($0, index($0, "\"date\":\"2026-") + 13, 2); if (month > "03") print }' some.jsonl | ids >stay.ids

forget_early() { tried_v forget --before 2026-04-01 --yes --json; }

# What was cut off is finished, or done from the beginning; where it had come to its end there is nothing left to do.
forget_once_more() {
    forget_early
    ended_well
    [ "$code" -ne 2 ] || wrong "once more: exit code 2"
}

full_forget() {
    local left
    for left in 0 64 1024 4096; do
        small_disk 256m
        data=$disk/data
        cp -a "$work/base" "$data"
        fill_up "$left"
        forget_early
        local outcome="it sufficed"
        if [ "$code" -ne 0 ]; then
            ended_with_trouble
            is_clear
            speaks_of_space
            outcome="exit 2"
        fi
        rm "$disk/filler"
        forget_once_more
        is_forgotten
        row "disk full" "forget, $left kB left" "$outcome, none found after the next run, others all found"
        free_disk
    done
}

full_nightly() {
    local left
    cp few.jsonl in/
    for left in 0 256; do
        small_disk 256m
        data=$disk/data
        cp -a "$work/base" "$data"
        fill_up "$left"
        tried_v nightly
        local outcome="it sufficed"
        if [ "$code" -ne 0 ]; then
            ended_with_trouble
            is_clear
            speaks_of_space
            grep -q 'need' "$said" || wrong "there is no report"
            outcome="exit 2 with its report"
        fi
        rm "$disk/filler"
        tried_v nightly
        ended_fine "once more"
        is_whole base-and-few.ids
        row "disk full" "nightly, $left kB left" "$outcome, completed by the next run"
        free_disk
    done
    rm in/few.jsonl
}

full_backup() {
    local share
    for share in 5 50; do
        anew
        small_disk "$((size * share / 100))k"
        tried_v backup "$disk/backup"
        ended_with_trouble
        is_clear
        [ -z "$(ls "$disk")" ] || wrong "half a backup was left behind"
        enlarge
        tried_v backup "$disk/backup"
        ended_fine "once more"
        data=$work/restored
        rm -rf "$data"
        tried_v restore "$disk/backup"
        ended_fine "restore"
        is_whole base.ids
        row "disk full" "backup, $share % of an archive" "exit 2, nothing left behind, the next one restores whole"
        free_disk
    done
}

full_restore() {
    local share
    anew
    rm -rf backup
    tried_v backup backup
    for share in 20 60 110; do
        small_disk "$((size * share / 100))k"
        data=$disk/data
        tried_v restore backup
        local outcome="it sufficed"
        local again=()
        if [ "$code" -ne 0 ]; then
            ended_with_trouble
            is_clear
            outcome="exit 2"
        fi
        enlarge
        # Once the catalogue is in its place, somebody has to say that it may be replaced.
        [ ! -f "$data/catalogue.sqlite" ] || again=(--replace)
        tried_v restore backup ${again[@]+"${again[@]}"}
        ended_fine "once more"
        is_whole base.ids
        row "disk full" "restore, $share % of an archive" "$outcome, completed by the next run"
        free_disk
    done
}

# --------------------------------------------------------------------------------------- failing calls, by strace

# faulty FAULT: the command line that lets calls fail. FAULT is CALL:ERROR:WHEN.
faulty() {
    local call=${1%%:*} rest=${1#*:}
    injector=(strace -f -qqq -o "$work/trace" -e "trace=$call" -e "inject=$call:error=${rest%%:*}:when=${rest#*:}")
}

# with_fault FAULT ARGUMENTS…
with_fault() {
    faulty "$1"
    shift
    : >"$work/trace"
    tried "${injector[@]}" "$verbatim" --data "$data" --config "$work/verbatim.toml" "$@"
}

# What the fault came to: nothing, where the command never got so far, or did without.
came_to() {
    if ! grep -q INJECTED "$work/trace"; then
        outcome="not reached"
    elif [ "$code" -eq 0 ]; then
        outcome="did without it"
    else
        outcome="exit $code"
        ended_with_trouble
        is_clear
    fi
}

# tries COMMAND WHERE FAULT…: one case for each fault.
io_case() {
    local how=$1 where=$2 fault outcome
    shift 2
    for fault in "$@"; do
        anew
        "$how" "$fault"
        row "$fault" "$where" "$outcome"
    done
}

io_ingest() {
    with_fault "$1" ingest --json more.jsonl
    note_acked
    came_to
    local n_acked
    n_acked=$(wc -l <"$acked")
    cat base.ids >>"$acked"
    found "$acked"
    tried_v ingest --json more.jsonl
    ended_fine "once more"
    is_whole all.ids
    outcome="$outcome, $n_acked acknowledged and found, completed by the next run"
}

io_pull() {
    with_fault "$1" pull tiny --json
    came_to
    found base.ids
    tried_v pull tiny --json
    ended_fine "once more"
    is_whole all.ids
    outcome="$outcome, completed by the next run"
}

io_forget() {
    with_fault "$1" forget --before 2026-04-01 --yes --json
    came_to
    found stay.ids
    forget_once_more
    is_forgotten
    outcome="$outcome, none found after the next run, others all found"
}

io_nightly() {
    cp few.jsonl in/
    with_fault "$1" nightly
    came_to
    found base.ids
    tried_v nightly
    ended_fine "once more"
    is_whole base-and-few.ids
    rm in/few.jsonl
    outcome="$outcome, completed by the next run"
}

io_backup() {
    rm -rf backup backup.part-* "$work/restored"
    with_fault "$1" backup backup
    came_to
    if [ "$code" -ne 0 ]; then
        [ -z "$(find . -maxdepth 1 -name 'backup*')" ] || wrong "half a backup was left behind"
        tried_v backup backup
        ended_fine "once more"
    fi
    data=$work/restored
    tried_v restore backup
    ended_fine "restore"
    is_whole base.ids
    outcome="$outcome, what there is then restores whole"
}

# The disk fails while the server begins. Either it says why it does not, or it takes deliveries.
io_start() {
    local body
    faulty "$1"
    : >"$work/trace"
    if serve "${injector[@]}"; then
        code=0
        came_to
        stop_serving KILL
    else
        wait "$starter" 2>/dev/null || code=$?
        cat "$work/served-err" >"$said"
        came_to
    fi
    outcome="$outcome, the next server takes and keeps all"
    takes_all
}

# A server without a fault, which takes whatever is not acknowledged yet and keeps all of it.
takes_all() {
    if ! serve; then
        cat "$work/served-err" >"$said"
        wrong "the next server did not start"
        return
    fi
    for body in bodies/*; do deliver "$body" || wrong "the next server does not take it"; done
    kept_within 20 "$acked"
    stop_serving
    is_whole "$acked"
}

# The disk fails in the midst of deliveries. Who is not acknowledged tries again, and then the server is killed.
io_hooks() {
    local body n_refused=0
    serve || wrong "the server did not start"
    faulty "$1"
    : >"$work/trace"
    "${injector[@]}" -p "$server" &
    started+=($!)
    for _ in $(seq 50); do
        grep -q '^TracerPid:[[:space:]]*0$' "/proc/$server/status" || break
        sleep 0.1
    done
    sleep 0.2
    for body in bodies/*; do
        deliver "$body" && continue
        n_refused=$((n_refused + 1))
        grep -q 503 "$said" || wrong "the vendor was not told to come back"
        deliver "$body" || wrong "it does not get over it"
    done
    cat "$work/served-err" >"$said"
    ! grep -q 'panicked at' "$said" || wrong "it panicked"
    [ "$n_refused" -eq 0 ] || grep -q 'deliveries are not taken' "$said" || wrong "the operator was not told"
    stop_serving KILL
    outcome="$(grep -c INJECTED "$work/trace" || true) calls failed, 503 $n_refused times, killed; all acknowledged found"
    takes_all
}

# Calls that lie in the inbox, worked off while the disk fails.
fill_inbox() {
    anew
    serve
    # While somebody else writes, the server only takes.
    exec 9>>"$data/lock"
    flock 9
    for body in bodies/*; do deliver "$body" || true; done
    stop_serving KILL
    exec 9>&-
    cp -a "$data" "$work/filled"
    cp "$acked" filled.ids
}

io_inbox() {
    rm -rf "$data"
    cp -a "$work/filled" "$data"
    # Whoever was killed over them holds them for a while.
    for number in $(v inbox list --json | sed -n 's/.*"number":\([0-9]*\).*/\1/p'); do v inbox retry "$number" >/dev/null; done
    with_fault "$1" inbox work
    came_to
    found base.ids
    tried_v inbox work
    ended_fine "once more"
    [ -z "$(v inbox list --json)" ] || wrong "something is left in the inbox"
    cat base.ids filled.ids >both.ids
    is_whole both.ids
    outcome="$outcome, completed by the next run"
}

# -------------------------------------------------------------------------------------------------- all of them

part() {
    wanted "$1" || return 0
    local began=$SECONDS
    "$2"
    printf '%-26s   (%s s)\n' "" $((SECONDS - began))
}

printf '%-26s | %-34s | %s\n' "fault" "where" "outcome"
printf '%s\n' "---------------------------+------------------------------------+---------------------------------------------"

has_vendor=
if command -v python3 >/dev/null; then
    vendor more.jsonl
    has_vendor=yes
else
    skip "pull: there is no python3 for a vendor to be pulled from"
fi

if can_mount; then
    part full-ingest full_ingest
    part full-hooks full_hooks
    [ -z "$has_vendor" ] || part full-pull full_pull
    part full-forget full_forget
    part full-nightly full_nightly
    part full-backup full_backup
    part full-restore full_restore
else
    skip "full disks: no tmpfs can be mounted here, neither as root nor in a namespace (unshare -Urm)"
fi

all_io() {
    if wanted io-ingest; then
        io_case io_ingest ingest fdatasync:EIO:1 fdatasync:EIO:3 fdatasync:EIO:6 fsync:EIO:1 fsync:EIO:4 fsync:EIO:7 \
            pwrite64:ENOSPC:1 pwrite64:EIO:20 pwrite64:ENOSPC:200 ftruncate:EIO:1 renameat:EIO:1 renameat:EIO:5 rename:EIO:1
    fi
    if wanted io-hooks; then
        bodies hook 6 60
        io_case io_start "serve, starting" fsync:EIO:3 pwrite64:ENOSPC:5
        io_case io_hooks "serve, receiving hooks" fsync:EIO:1 fsync:EIO:3 fsync:ENOSPC:4 pwrite64:ENOSPC:1 pwrite64:EIO:20
    fi
    if wanted io-inbox; then
        bodies hook 6 60
        fill_inbox
        io_case io_inbox "inbox work" fdatasync:EIO:1 fdatasync:EIO:3 fsync:EIO:2 pwrite64:ENOSPC:4 renameat:EIO:2
    fi
    if wanted io-pull && [ -n "$has_vendor" ]; then
        io_case io_pull pull fdatasync:EIO:1 fdatasync:EIO:3 fdatasync:EIO:5 fsync:EIO:2 pwrite64:ENOSPC:10
    fi
    if wanted io-forget; then
        io_case io_forget forget fdatasync:EIO:1 fdatasync:EIO:3 fdatasync:EIO:6 fsync:EIO:1 fsync:EIO:3 \
            pwrite64:ENOSPC:5 pwrite64:EIO:60 renameat:EIO:1 rename:EIO:1
    fi
    if wanted io-nightly; then
        io_case io_nightly nightly fdatasync:EIO:2 fdatasync:EIO:5 fsync:EIO:2 fsync:EIO:6 pwrite64:ENOSPC:10 rename:EIO:1
    fi
    if wanted io-backup; then
        io_case io_backup backup fdatasync:EIO:1 fsync:EIO:1 fsync:EIO:3 pwrite64:ENOSPC:20 rename:EIO:1
    fi
}

if ! command -v strace >/dev/null; then
    skip "failing calls: there is no strace"
elif ! strace -qqq -o /dev/null -e trace=fsync -e inject=fsync:error=EIO:when=1 true 2>/dev/null; then
    skip "failing calls: strace may not trace here"
else
    began=$SECONDS
    all_io
    printf '%-26s   (%s s)\n' "" $((SECONDS - began))
fi

echo
if [ "$n_failed" -gt 0 ]; then
    echo "$n_failed of the faults were not got over"
    exit 1
fi
echo "every fault was got over; parts skipped: $n_skipped"
