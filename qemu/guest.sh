# SPDX-License-Identifier: GPL-2.0
# Boots a kernel with a job in QEMU and judges its console. Source it after lib.sh.
# shellcheck shell=bash disable=SC2154
#
# Set by the caller, if it wants anything else:
#   logs          where consoles and results go ($cache/logs)
#   guest_cpus    how many CPUs a guest has (2)
#   guest_clock   the kernel parameter that chooses the clock (tsc=reliable)
#   guest_append  more kernel parameters; KEY=VALUE words the kernel does not
#                 know arrive as variables in the job
#   guest_progress  a function that prints, in a few words, how far the guest is; it
#                 gets the seconds so far
#
# guest_for KERNEL
#   From here on modules and programs are built for this kernel's build tree and
#   guests boot it: it may be a 32-bit one.
# module_closure DIRECTORY NAME...
#   Prints the paths of these modules of a kernel and of all they depend on.
# make_initramfs OUT JOB FILE...
#   Modules (*.ko, *.ko.xz) go to /modules, other files to / under their own
#   names, JOB becomes /job. guest/init runs it and tells it what it may use. For programs
#   in Python, there is a Python.
# lpt_add FILE [IOBASE IRQ]
#   Appends an emulated parallel port (0x378, 7) to the array `lpt`; what is
#   printed on it lands in FILE. Pass "${lpt[@]}" to boot_guest.
# boot_guest NAME KERNEL INITRAMFS TIMEOUT [QEMU ARGUMENT...]
#   512M and $guest_cpus unless the arguments say otherwise (the last -m and -smp
#   win). Leaves $logs/NAME.console and, from the guest's second serial line,
#   $logs/NAME.results: KEY=VALUE lines, the last of them the verdict. Fails,
#   and says why, if QEMU died or ran out of time or the kernel did not start. If the
#   machine was reset before the first process ran, and the kernel has not complained, it
#   is booted once more, and that is said: nothing of ours was loaded then.
# scan_console FILE
#   Prints the lines that report trouble in the kernel; fails if there are any. A
#   case that provokes one says so before and after (kunit/world_kunit.c).
# result KEY FILE
#   Prints what the guest reported under KEY, nothing if it did not.
# judge_guest NAME
#   Fails, and says why, unless the last result is verdict=pass and the
#   console is clean.

guest_progress() { echo "the guest is running"; }
logs=${logs:-$cache/logs}
guest_append=${guest_append:-}
guest_cpus=${guest_cpus:-2}
lpt=()
guest_qemu=qemu-system-x86_64
guest_busybox=/bin/busybox
guest_bits=64
# The emulated CPUs have one clock between them, which Linux does not believe of an AMD processor
# nor on a busy machine. Its next choice, the HPET, is a device: each look at it costs an exit to
# QEMU (a sixth of the time of a guest with KASAN), and a kernel of 32 bits has only ticks.
guest_clock=tsc=reliable

guest_for() {
	guest_qemu=qemu-system-x86_64
	guest_busybox=/bin/busybox
	guest_bits=64
	grep -q '^CONFIG_X86_32=y' "$1/.config" || return 0
	guest_qemu=qemu-system-i386
	guest_bits=32
	# shellcheck disable=SC2086
	need $packages_i386
	other_suites
	fetch busybox-static:i386 "$cache/busybox-i386"
	guest_busybox=$cache/busybox-i386/bin/busybox
}

module_closure() {
	local dir=$1 name path todo needed depends
	shift
	todo=("$@")
	local -A seen=()

	while [ ${#todo[@]} != 0 ]; do
		name=${todo[0]//-/_}
		todo=("${todo[@]:1}")
		[ -z "${seen[$name]:-}" ] || continue
		seen[$name]=1
		path=$(find "$dir" -name "${name//_/[-_]}.ko*" ! -path '*/build/*' | head -n 1)
		[ -n "$path" ] || die "there is no module $name in $dir"
		printf '%s\n' "$path"
		needed=$(modinfo -F depends "$path") || die "modinfo cannot read $path"
		read -ra depends <<<"${needed//,/ }"
		todo+=("${depends[@]}")
	done
}

make_initramfs() {
	local out=$1 job=$2 root file name ko depends scripts=()
	shift 2

	root=$(mktemp -d "$out.XXXXXX")
	mkdir -p "$root"/{bin,modules,proc,sys,dev,tmp,etc}
	chmod 755 "$root"
	cp "$guest_busybox" "$root/bin/busybox"
	ln -s busybox "$root/bin/sh"
	install -m 755 "$top/qemu/guest/init" "$root/init"
	install -m 755 "$job" "$root/job"
	for file in "$@"; do
		name=${file##*/}
		case $name in
		*.ko | *.ko.xz)
			ko=${name%.xz}
			ko=$root/modules/${ko//-/_}
			if [ "$name" = "${name%.xz}" ]; then
				cp "$file" "$ko"
			else
				xz -dc "$file" >"$ko"
			fi
			# insmod has to know what to load first.
			depends=$(modinfo -F depends "$ko") || die "modinfo cannot read $ko"
			echo "${depends//,/ }" >"${ko%.ko}.depends"
			# Debug information would take up the guest's memory; but stripping
			# would invalidate a distribution's signature.
			[ -n "$(modinfo -F sig_id "$ko")" ] || strip --strip-debug "$ko"
			;;
		*)
			cp -L "$file" "$root/$name"
			if [ "${name##*.}" = py ] || grep -aq '^#!/usr/bin/python3' "$file"; then
				scripts+=("$file")
			fi
			;;
		esac
	done
	if [ ${#scripts[@]} != 0 ]; then
		[ "$guest_bits" = 64 ] || die "there is no Python for a guest of $guest_bits bits"
		/usr/bin/python3 -B "$top/qemu/guest_python.py" "$root" "${scripts[@]}" || {
			rm -rf "$root"
			die "cannot put Python into $out"
		}
	fi
	if ! (cd "$root" && find . | cpio --quiet -o -H newc -R 0:0) >"$out"; then
		rm -rf "$root" "$out"
		die "cannot write $out: is the disk full?"
	fi
	rm -rf "$root"
}

lpt_add() {
	local n=${#lpt[@]}

	# QEMU wants commas in values to be doubled.
	lpt+=(-chardev "file,id=lpt$n,path=${1//,/,,}"
	      -device "isa-parallel,chardev=lpt$n,iobase=${2:-0x378},irq=${3:-7}")
}

boot_guest() {
	local console=$logs/$1.console why

	boot_once "$@" || return
	# Before the first process, nothing of ours has run.
	! grep -aq 'Run /init as init process' "$console" || return 0
	if scan_console "$console" >/dev/null; then
		why="the machine was reset"
	elif grep -aq 'Oops: int3' "$console"; then
		# Linux writes a breakpoint where it changes its own code; QEMU may still run one
		# that is no longer there.
		why="the emulator ran a breakpoint that was no longer there"
	else
		return 0
	fi
	say "$1: $why before the first process ran; it is booted once more"
	mv "$console" "$console.reset"
	boot_once "$@"
}

# In a subshell, so that its traps are its own.
boot_once() (
	name=$1 kernel=$2 initramfs=$3 limit=$4
	shift 4
	console=$logs/$name.console
	results=$logs/$name.results
	status=0

	mkdir -p "$logs"
	rm -f "$console" "$results"
	timeout --foreground -k 5 "$limit" "$guest_qemu" \
		-nodefaults -no-user-config -display none -no-reboot -accel tcg \
		-m 512M -smp "$guest_cpus" -kernel "$kernel" -initrd "$initramfs" \
		-append "console=ttyS0 panic=-1 panic_on_warn=1 oops=panic $guest_clock $guest_append" \
		-chardev "file,id=console,path=${console//,/,,}" -serial chardev:console \
		-chardev "file,id=results,path=${results//,/,,}" -serial chardev:results \
		"$@" </dev/null >"$logs/$name.qemu" 2>&1 &
	pid=$!
	trap 'kill "$pid" 2>/dev/null' EXIT
	# End by the signal, not by exit, so that the scripts around this one end, too.
	trap 'trap - INT; kill "$pid" 2>/dev/null; kill -INT "$BASHPID"' INT
	trap 'trap - TERM; kill "$pid" 2>/dev/null; kill -TERM "$BASHPID"' TERM
	start=$SECONDS second=0
	# $$ is the script's own shell: the guest must not outlive it.
	while kill -0 "$pid" 2>/dev/null && kill -0 $$ 2>/dev/null; do
		sleep 0.1
		# Each second once, also on a machine that is too busy to look at each in time.
		while [ "$second" -lt $((SECONDS - start)) ]; do
			second=$((second + 1))
			tell "$second" "$name: $(guest_progress "$second")"
		done
	done
	clear_line
	kill -0 $$ 2>/dev/null || exit 1
	wait "$pid" || status=$?
	trap - EXIT
	case $status in
	0) ;;
	124 | 137)
		say "$name: the guest was not done after $limit s; its last words are in $console"
		exit 1
		;;
	*)
		say "$name: QEMU failed (status $status): $(tail -n 3 "$logs/$name.qemu")"
		exit 1
		;;
	esac
	grep -aq 'Linux version' "$console" || {
		say "$name: the kernel did not start; see $console and $logs/$name.qemu"
		exit 1
	}
)

scan_console() {
	local trouble='WARNING:|BUG:|Oops|KASAN|KCSAN|UBSAN|ODEBUG|Call Trace'
	trouble+='|Kernel panic|general protection fault|[Uu]nable to handle|nobody cared'
	trouble+='|possible (recursive|circular) locking|possible irq lock inversion'
	trouble+='|possible deadlock|inconsistent lock state|irq-unsafe lock order'
	trouble+='|bad unlock balance|held lock freed|lock held when returning'
	trouble+='|suspicious RCU usage|[Ii]nvalid wait context|INFO: lockdep'
	trouble+='|sleeping function called|scheduling while atomic|INFO: task .* blocked'
	trouble+='|soft lockup|hard LOCKUP|detected.* stall|kmemleak: .* new suspected'
	# (A suspend that a wake-up ends says "aborted" instead.)
	trouble+='|Freezing .* failed after'
	# If two devices release a port at the same time, both may give it to the same sleeper:
	# then parport says the same of Linux's drivers.
	trouble+='|: ntparport already owner|when not owner|forgot to release port'
	trouble+='|(list_add|list_del) corruption|refcount_t:|Unknown symbol|disagrees about version'

	[ -s "$1" ] || { echo "$1: no console"; return 1; }
	[ "$(grep -ac 'expected report begins' "$1")" = "$(grep -ac 'expected report ends' "$1")" ] || {
		echo "an expected report does not end"
		return 1
	}
	if tr -d '\r' <"$1" | sed '/expected report begins$/,/expected report ends$/d' |
			grep -aE "$trouble"; then
		return 1
	fi
}

result() {
	tr -d '\r' <"$2" | sed -n "s/^$1=//p" | tail -n 1
}

judge_guest() {
	local name=$1 trouble failure

	if ! trouble=$(scan_console "$logs/$name.console"); then
		say "$name: the kernel reported trouble (all of it in $logs/$name.console):"
		head -n 10 <<<"$trouble" >&2
		return 1
	fi
	if [ "$(tail -n 1 "$logs/$name.results" 2>/dev/null | tr -d '\r')" != verdict=pass ]; then
		failure=$(result failure "$logs/$name.results" 2>/dev/null) || true
		say "$name: ${failure:-the guest ended without a good verdict}; see $logs/$name.console"
		return 1
	fi
}
