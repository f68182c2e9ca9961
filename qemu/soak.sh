#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# make soak: everything at once, for long, and a million interrupts, one by one.
#
#   MINUTES=30    altogether, shared by the guests
#   FLAVOUR=kasan  the kernel's sanitizers: qemu/FLAVOUR.config. On stock, Debian's own kernel,
#                 only the calls at random are made: without sanitizers, a hundred times as many
#   SMP="1 2 4"   a guest with that many CPUs each
#   FIRE=1000000  interrupts on each route; 0 leaves that out
#   SEED=N        of the calls at random (the time)
#
# With ten minutes or more, ntparport is also loaded with each of the allocations
# that takes failing once, some hundred times, and all that can be done must have
# been done.

# shellcheck source=qemu/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=qemu/guest.sh
. "$top/qemu/guest.sh"
# shellcheck source=qemu/suites.sh
. "$top/qemu/suites.sh"

minutes=$(number MINUTES 30 1)
flavour=${FLAVOUR:-kasan}
fire=$(number FIRE 1000000 0)
seed=$(number SEED "$(date +%s)" 0)
read -ra smp <<<"${SMP:-1 2 4}"
[[ ${smp[*]} =~ ^[1-9][0-9]?(\ [1-9][0-9]?)*$ ]] || die "SMP=$SMP: numbers of CPUs, for example \"1 2 4\""
[ "$flavour" = stock ] || check_flavour "$flavour"
[ "$flavour" != i386 ] || die "FLAVOUR=i386: its programs are of 64 bits; see make matrix KERNELS=6.1-i386"

work=$cache/soak/$flavour
mkdir -p "$work"
exec 8>>"$work/lock"
lock 8 "$work/lock"

# shellcheck disable=SC2086
need $packages_build $packages_guest
if [ "$flavour" = stock ]; then
	stock_kernel
	kernel=$stock_headers image=$stock_image kernel_modules=$stock_modules name=$stock
else
	flavour_kernel "$flavour"
	[ -n "$kernel" ] || die "the mirror does not have the source for $flavour"
	image=$kernel/arch/x86/boot/bzImage kernel_modules=$kernel name=${kernel##*/}
fi
say "building for $name"
build_modules "$kernel" || exit
{ build_beside "$kernel" soak && build_beside "$kernel" windows && build_beside "$kernel" counts; } || exit
guest_program "$work/user" "$top/qemu/soak/user.c"
guest_program "$work/fuzz" -I "$top/qemu/windows" "$top/qemu/soak/fuzz.c"
! has_sanitizer "$kernel" || check_instrumented "$out" "$kernel" ||
	die "what is not instrumented is not checked"
mapfile -t modules < <(module_closure "$kernel_modules" parport_pc ppdev lp)
modules+=("$out/ntparport.ko")
clients=("$out/soak/ntparport_soak.ko" "$out/kunit/ntparport_forgetful.ko")
samples=("$out"/compat/samples/ntparport_{printer,listener,monitor,pipe}.ko
	"$out/windows/nodetest.ko" "$out/counts/ntparport_counts.ko")
failed=0
# All three are edge-triggered. QEMU's other lines are not: an interrupt that nobody
# acknowledges would take up a CPU until the storm gets to it.
lpt_add /dev/null 0x378 7
lpt_add /dev/null 0x278 15
lpt_add /dev/null 0x260 6

# A million interrupts, one by one.
if [ "$fire" != 0 ] && [ "$flavour" != stock ]; then
	make_initramfs "$work/million" "$top/qemu/guest/million" "$work/user" "${modules[@]}" "${clients[@]}"
	say "firing $fire interrupts on each route"
	exhaust=0
	if [ "$minutes" -ge 10 ] && grep -q '^CONFIG_FAILSLAB=y' "$kernel/.config"; then
		exhaust=1
	fi
	guest_append="fire=$fire exhaust=$exhaust"
	guest_progress() { [ $(($1 % 60)) != 0 ] || say "$1 s"; }
	boot_guest "million-$flavour" "$image" "$work/million" $((300 + exhaust * 1800 + fire / 250)) -m 1G "${lpt[@]}" &&
		judge_guest "million-$flavour" || failed=1
	printf '%-8s %9s %9s %9s %6s %11s\n' route fired line delivered lost time
	for route in direct parport; do
		read -r fired line delivered milliseconds < \
			<(result $route "$logs/million-$flavour.results") || true
		printf '%-8s %9s %9s %9s %6s %8s ms\n' $route "${fired:-?}" "${line:-?}" \
			"${delivered:-?}" $((fire - ${delivered:-0})) "${milliseconds:-?}"
		if [ "${delivered:-}" != "$fire" ] || [ "${line:-}" != "$fire" ]; then
			say "$route route: not every interrupt was delivered once"
			failed=1
		fi
	done
	if exhausted=$(result exhausted "$logs/million-$flavour.results") && [ -n "$exhausted" ]; then
		read -r n loaded refused <<<"$exhausted"
		echo "Loading with each of $n allocations failing once: loaded $loaded times, refused $refused times."
	fi
fi

# What parport_pc takes for a PCI card with a port: its registers keep what is written to them.
# It is pulled out and put back twice a minute while the machine runs. A machine that sleeps is
# woken.
pull_card_and_wake() {
	local results=$logs/$churn.results in=$work/card.in

	{
		# Not while it sleeps or wakes: QEMU adds a device only when no CPU is at work, and
		# until then does nothing else; but the firmware leaves CPUs at work in its own code
		# until Linux takes them over, for which QEMU has to go on.
		if [ "$(grep -c ^asleep "$results")" = "$(grep -c ^awake "$results")" ]; then
			if [ $(($1 % 20)) -ge 10 ]; then
				[ ! -e "$in" ] || { echo "device_del card"; rm "$in"; }
			elif [ ! -e "$in" ]; then
				echo "device_add $card"
				touch "$in"
			fi
		fi
		echo system_wakeup
	} 1<>"$work/monitor.in"
}
card=rtl8139,id=card,addr=4,romfile=
rm -f "$work/monitor.in" "$work/monitor.out"
mkfifo "$work/monitor.in"
: >"$work/monitor.out"
pci=(-device "$card" -chardev "pipe,id=monitor,path=${work//,/,,}/monitor" -mon chardev=monitor)

[ "$flavour" = stock ] ||
	make_initramfs "$work/soak" "$top/qemu/guest/soak" "$work/user" "$top"/module/tools/ntparportctl{,_*.py} \
		"${modules[@]}" "${clients[@]}"
make_initramfs "$work/churn" "$top/qemu/guest/churn" "$work/fuzz" "${modules[@]}" "${samples[@]}"
release_modules
phases=2
[ "$flavour" != stock ] || phases=1
seconds=$((minutes * 60 / phases / ${#smp[@]}))
names=()
for cpus in "${smp[@]}"; do
	soak=soak-$flavour-$cpus
	rm -f "$logs/$soak.results"
	if [ "$flavour" != stock ]; then
		say "everything at once with $cpus CPUs, $seconds s"
		guest_append="seconds=$seconds"
		guest_progress() { [ $(($1 % 60)) != 0 ] || say "$1 s"; }
		# Allow for ending a phase that has begun, unloading, looking for leaks, and a slow
		# machine.
		boot_guest "$soak" "$image" "$work/soak" $((seconds * 2 + 1200)) -m 1G -smp "$cpus" "${lpt[@]}" &&
			judge_guest "$soak" || failed=1
	fi

	churn=churn-$flavour-$cpus
	say "drivers come and go under calls at random with $cpus CPUs, $seconds s, seed $seed"
	# With sanitizers, reading ACPI's table of PCI interrupts takes half a minute each time
	# the card comes, with the lock of its device held: use SeaBIOS's table instead.
	guest_append="seconds=$seconds seed=$seed no_console_suspend acpi=noirq"
	guest_progress() { pull_card_and_wake "$1"; }
	touch "$work/card.in"
	boot_guest "$churn" "$image" "$work/churn" $((seconds * 3 + 1200)) -m 1G -smp "$cpus" "${lpt[@]}" "${pci[@]}" &&
		judge_guest "$churn" || failed=1
	touch "$logs/$soak.results" "$logs/$churn.results"
	cat "$logs/$soak.results" "$logs/$churn.results" >"$work/$cpus.results"
	names+=("$work/$cpus.results")
done

echo "What was done on $name, $seconds s of each with each number of CPUs, seed $seed:"
awk -F '[=\r]' -v cpus="${smp[*]}" 'FNR == 1 { file++ }
	/^count\./ { sub(/^count\./, ""); value[$1, file] += $2; name[$1] }
	END {
		n = split(cpus, cpu, " ")
		printf "%-28s", "CPUs"
		for (i = 1; i <= n; i++) printf " %12s", cpu[i]
		print ""
		for (key in name) {
			line = sprintf("%-28s", key)
			for (i = 1; i <= n; i++) line = line sprintf(" %12s", value[key, i] == "" ? "-" : value[key, i])
			print line | "sort"
		}
	}' "${names[@]}"
# What was never done, with any number of CPUs, was not tested; but some things are rare.
several=cpus_unplugged
[ "${smp[*]}" != 1 ] || several=
lines=lines_moved
! grep -q '^CONFIG_PREEMPT_RT=y' "$kernel/.config" || lines=
of_soak=(fired interrupts connected disconnected ended_by_removal granted cancelled
	removed_while_waiting lost_while_holding taken slept timed_out
	taken_by_interrupt checks taken_by_check synchronized looked requests
	lp_bytes ppdev_claims forgetful_drivers ports_unbound parport_pc_reloaded watched)
if [ "$flavour" = stock ]; then
	of_soak=()
	lines=
fi
for key in $several $lines "${of_soak[@]}" suspended cards_unbound cards_pulled cards_put_back \
		samples_loaded samples_in_use fuzz_calls fuzz_calls_succeeded fuzz_opened fuzz_forks \
		fuzz_signals fuzz_kills; do
	grep -q "^count\.$key=[1-9]" "${names[@]}" || {
		say "never: $key"
		[ "$minutes" -lt 10 ] || failed=1
	}
done
[ $failed = 0 ] || die "the soak failed (consoles in $logs)"
echo "No report, no leak, no mistake."
