#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# make hosttest: tests the core and rooms of compat/ in user space, against the rules written as
# programs; and the tools.
#
# From the environment: SEED (1), OPERATIONS (in random sequences), CALLS (of what
# the rooms offer), FUZZ (runs of the fuzzer), ROUNDS (of threads), INPUTS (of each
# property of the tools), PART (2/4: of the defects, the second of four parts), CASE (a
# file of steps, or what the fuzzer wrote: plays only that, and shortens it if it
# violates a rule).
# shellcheck source=qemu/lib.sh
. "$(dirname "$0")/../../qemu/lib.sh"
# shellcheck source=kunit/host/build.sh
. "$top/kunit/host/build.sh"

# Each run does the same, except for threads, which the machine schedules.
seed=$(number SEED 1 0)
operations=$(number OPERATIONS 9500000 1)
calls=$(number CALLS 10000000 1)
fuzz=$(number FUZZ 50000 1)
rounds=$(number ROUNDS 300 1)
inputs=$(number INPUTS 500 1)
[ -z "${CASE:-}" ] || check_file CASE "$CASE"

work=$cache/host
mkdir -p "$work"
exec 8>>"$work/lock"
lock 8 "$work/lock"
# shellcheck disable=SC2086
need $packages_build $packages_host $packages_image

# Any finding ends the program.
export ASAN_OPTIONS=detect_stack_use_after_return=1
export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
export TSAN_OPTIONS=halt_on_error=1
# shellcheck disable=SC2054
asan=(clang++ -O1 -g -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,address,undefined
	-fno-sanitize-recover=all)
tsan=(clang++ -O1 -g -fsanitize=thread)

build_asan() {
	compile_core "$top/module" "$work/asan" "${asan[@]}" &&
		compile_host "$work/asan" "sequences lab world fibers" "${asan[@]}" &&
		"${asan[@]}" "${host_flags[@]}" -fsanitize=fuzzer "$host/fuzz.cc" \
			"$work"/asan/{core_*,lab,world,fibers}.o -o "$work/asan/fuzz" &&
		compile_alone "$work/asan" "${asan[@]/fuzzer-no-link,/}" &&
		compile_nt "$top" "$work/nt-asan" "${asan[@]/fuzzer-no-link,/}"
}

build_others() {
	compile_core "$top/module" "$work/tsan" "${tsan[@]}" &&
		compile_host "$work/tsan" "threads world" "${tsan[@]}" &&
		compile_core "$top/module" "$work/plain" g++ -O1 &&
		compile_host "$work/plain" "sequences lab world fibers" g++ -O1 &&
		compile_nt "$top" "$work/nt-plain" g++ -O1 &&
		compile_nt_tsan "$top" "$work/nt-tsan"
}

say "compiling"
build_asan &
build_others || { wait; die "the host tests do not compile"; }
wait $! || die "the host tests do not compile"
sequences=$work/asan/program

[ -z "${CASE:-}" ] || exec "$sequences" play "$CASE"

passed=0 failed=0
# job NAME COMMAND...: prints the last line of the command's output, or all of it if it fails.
job() {
	local name=$1 log=$work/$1.log begun=$SECONDS
	shift
	if "$@" >"$log" 2>&1; then
		printf 'pass  %s: %s (%s s)\n' "$name" "$(tail -n 1 "$log")" $((SECONDS - begun))
		passed=$((passed + 1))
	else
		printf 'FAIL  %s\n' "$name"
		sed 's/^/      /' "$log" | tail -n 200
		failed=$((failed + 1))
	fi
}

# share N PARTS: prints one of so many parts of a number, and never 0: what does nothing fails.
share() {
	echo $(($1 < $2 ? 1 : $1 / $2))
}

# In two halves, each with a seed of its own.
random() {
	local bad=0

	attended "$sequences" random "$((seed + 1))" "$(share "$operations" 2)" >"$work/half.2" 2>&1 &
	attended "$sequences" random "$seed" $((operations - operations / 2)) >"$work/half.1" 2>&1 || bad=1
	wait $! || bad=1
	cat "$work"/half.[12]
	[ $bad = 0 ] || return 1
	awk -v seed="$seed" '/operations in/ { n += $1; m += $4 }
		END { print n " operations in " m " sequences, seed " seed }' "$work"/half.[12]
}

# Not limited by time, so that each machine plays the same sequences.
fuzzer() {
	local corpus=$work/corpus artifact

	rm -rf "$corpus" "$work"/{crash,timeout,leak,oom}-*
	mkdir -p "$corpus"
	"$sequences" corpus "$corpus" "$host"/cases/*.steps
	if (cd "$work" && "$work/asan/fuzz" -seed="$seed" -runs="$fuzz" -max_len=240 -len_control=0 \
		-timeout=60 -detect_leaks=0 -verbosity=0 "$corpus") >"$work/fuzz.out" 2>&1; then
		printf '%s of %s sequences, %s of them worth keeping, seed %s\n' "$(grep 'operations by' "$work/fuzz.out")" \
			"$fuzz" "$(find "$corpus" -type f | wc -l)" "$seed"
		return
	fi
	tail -n 30 "$work/fuzz.out"
	for artifact in "$work"/{crash,timeout,leak,oom}-*; do
		[ ! -e "$artifact" ] || "$sequences" shorten "$artifact"
	done
	return 1
}

# Finds memory that tasks, DPCs, timers and interrupts share without a lock.
nt_threads() {
	local program suppressed=$work/suppressed n
	n=$(share "$calls" 100)

	# Findings in the programs themselves do not count, since each has only one thread.
	echo "race_top:kunit/host/nt/" >"$suppressed"
	for program in $(nt_programs); do
		TSAN_OPTIONS="$TSAN_OPTIONS ignore_noninstrumented_modules=1 suppressions=$suppressed" \
			attended "$work/nt-tsan/$program" "$seed" "$n" || return 1
	done
	echo "$(nt_programs | wc -l) programs of $n operations each"
}

# compile_mutant DIR FILE: compiles the core in DIR/module. Unless FILE is a header, only FILE
# differs from what has been compiled already.
compile_mutant() {
	case $2 in
	*.cc) cp "$work"/plain/core_*.o "$1/" && compile_core_source "$1/module/core/$2" "$1" g++ -O1 ;;
	*) compile_core "$1/module" "$1" g++ -O1 ;;
	esac
}

# mutant NAME FILE SED: passes if the core with this defect violates a rule, in a case or in a
# random sequence.
mutant() {
	local name=$1 file=$2 edit=$3 dir=$work/mutants/$1

	rm -rf "$dir"
	mkdir -p "$dir"
	cp -r "$top/module" "$dir/"
	sed -i -e "$edit" "$dir/module/core/$file"
	if cmp -s "$dir/module/core/$file" "$top/module/core/$file"; then
		echo "$name: no longer applies to $file"
		return 1
	fi
	{ compile_mutant "$dir" "$file" &&
	  g++ "$dir"/core_*.o "$work"/plain/{sequences,lab,world,fibers}.o -o "$dir/program"
	} >"$dir/log" 2>&1 || {
		echo "$name: does not compile: see $dir/log"
		return 1
	}
	if timeout 300 "$dir/program" play "$host"/cases/*.steps >"$dir/log" 2>&1 &&
			timeout 300 "$dir/program" random 1 1000000 >"$dir/log" 2>&1; then
		echo "$name: survived"
		return 1
	fi
	grep -q '^VIOLATED ' "$dir/log" || {
		echo "$name: fails without a reason: see $dir/log"
		return 1
	}
	printf '%s: violates %s\n' "$name" "$(sed -n 's/^VIOLATED //p' "$dir/log" | head -n 1)"
	rm -rf "$dir"
}

# nt_mutant NAME PROGRAM FILE SED: passes if the program finds this defect in a room.
nt_mutant() {
	local name=$1 program=$2 file=$3 edit=$4 dir=$work/mutants/$1 source object objects=()

	rm -rf "$dir"
	mkdir -p "$dir/compat/${file%/*}"
	sed -e "$edit" "$top/compat/$file" >"$dir/compat/$file"
	if cmp -s "$dir/compat/$file" "$top/compat/$file"; then
		echo "$name: no longer applies to $file"
		return 1
	fi
	{ case $file in
	  *.cc) compile_room "$dir" "$file" "$dir" g++ -O1 ;;
	  *) for source in $(including "$work/nt-plain" "$file"); do
			compile_room "$dir" "$source" "$dir" g++ -O1 || exit
		done ;;
	  esac &&
	  for object in $(room_objects "$work/nt-plain" "$program"); do
		[ ! -e "$dir/${object##*/}" ] || object=$dir/${object##*/}
		objects+=("$object")
	  done &&
	  g++ "${objects[@]}" "$work"/nt-plain/host-{linux,"$program"}.o -o "$dir/program"
	} >"$dir/log" 2>&1 || {
		echo "$name: does not compile: see $dir/log"
		return 1
	}
	if timeout 300 "$dir/program" 1 300000 >"$dir/log" 2>&1; then
		echo "$name: survived"
		return 1
	fi
	# A defect that makes the program crash has been found, too.
	grep -q '^VIOLATED ' "$dir/log" || echo "VIOLATED memory: the program crashed" >>"$dir/log"
	printf '%s: violates %s\n' "$name" "$(sed -n 's/^VIOLATED //p' "$dir/log" | head -n 1)"
	rm -rf "$dir"
}

# each_line FILE COMMAND: runs the command for each line of this part, several at a
# time, with the line's words.
each_line() {
	local lines command=$2

	export work top host
	export -f mutant nt_mutant compile_mutant compile_core compile_core_source compile_room room_sources room_objects including
	mapfile -t lines < <(sed '/^#/d; /^$/d' "$1" | lines_of_part)
	[ ${#lines[@]} != 0 ] || return 1
	printf '%s\0' "${lines[@]}" | xargs -0 -P "$jobs" -I{} bash -c "
		core_flags=(${core_flags[*]})
		$command" - {} || return 1
	echo "${#lines[@]} of ${#lines[@]} defects found"
}

# shellcheck disable=SC2016
mutants() {
	each_line "$host/mutants" 'read -r name file edit <<<"$1"; mutant "$name" "$file" "$edit"'
}

# shellcheck disable=SC2016
nt_mutants() {
	each_line "$host/nt/mutants" 'read -r name program file edit <<<"$1"
		nt_mutant "$name" "$program" "$file" "$edit"'
}

job cases "$sequences" play "$host"/cases/*.steps
job random random
job fuzzer fuzzer
job irqs "$work/asan/irqs" "$seed" "$(share "$calls" 10)"
job self-test "$work/asan/self_test" "$seed" "$(share "$calls" 100)"
job threads "$work/tsan/program" "$seed" "$rounds"
job mutants mutants
job text "$work/nt-asan/text" "$seed" "$(share "$calls" 2)"
job registry "$work/nt-asan/registry" "$seed" "$(share "$calls" 2)"
job requests "$work/nt-asan/requests" "$seed" "$(share "$calls" 10)"
job associated "$work/nt-asan/associated" "$seed" "$(share "$calls" 5)"
job waits "$work/nt-asan/waits" "$seed" "$(share "$calls" 2)"
job queues "$work/nt-asan/queues" "$seed" "$(share "$calls" 2)"
job names "$work/nt-asan/names" "$seed" "$(share "$calls" 20)"
job resources "$work/nt-asan/resources" "$seed" "$(share "$calls" 10)"
job tables "$work/nt-asan/tables" "$seed" "$(share "$calls" 10)"
job rundown "$work/nt-asan/rundown" "$seed" "$(share "$calls" 10)"
job events "$work/nt-asan/events" "$seed" "$(share "$calls" 20)"
job callbacks "$work/nt-asan/callbacks" "$seed" "$(share "$calls" 20)"
job notifications "$work/nt-asan/notifications" "$seed" "$(share "$calls" 20)"
job controllers "$work/nt-asan/controllers" "$seed" "$(share "$calls" 20)"
job polls "$work/nt-asan/polls" "$seed" "$(share "$calls" 20)"
job ports "$work/nt-asan/ports" "$seed" "$(share "$calls" 20)"
job nt-threads nt_threads
job nt-mutants nt_mutants
# With Debian's Python, which has the package.
job kit /usr/bin/python3 -B "$top/kunit/kit/properties.py" "$seed" "$inputs"
job tools /usr/bin/python3 -B "$top/kunit/tools/properties.py" "$seed" "$(share "$inputs" 5)"
job image /usr/bin/python3 -B "$top/kunit/kit/image_test.py" "$seed" "$inputs"
say "this took $SECONDS s"
echo "$passed passed, $failed failed, 0 skipped"
[ $failed = 0 ]
