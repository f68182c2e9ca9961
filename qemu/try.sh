#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# make try: builds a driver of yours, loads it in a guest and shows all there is to see of it.
#
# From the environment: DRIVER, the folder with its Kbuild (or a Makefile that Linux takes for one); PARAMETERS for insmod; RUN, a program
# and its arguments; PORTS=1, 2 or pci; KERNEL=stock, stock-rt or newest; DEVICE=printer, loopback
# or a file, what is at the other end of the cable; TRY_PROMPT=1 (SHELL=1 of the Makefile), a prompt
# in the guest; PATIENCE, in seconds, for each step. README.md has more.
#
# Fails if anything is wrong; the last line says what.

# shellcheck source=qemu/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=qemu/guest.sh
. "$top/qemu/guest.sh"
# shellcheck source=qemu/suites.sh
. "$top/qemu/suites.sh"

driver=${DRIVER:-}
parameters=${PARAMETERS:-}
run=${RUN:-}
ports=${PORTS:-1}
kernel_name=${KERNEL:-stock}
device=${DEVICE:-}
prompt=${TRY_PROMPT:-}
patience=$(number PATIENCE 60 1)

# What is wrong with the request is said before anything is fetched or built.
[ -n "$driver" ] || die "which driver? make try DRIVER=folder, the one with the driver's sources and its Kbuild; try qemu/try/meter"
[ -e "$driver" ] || die "DRIVER=$driver does not exist"
case $driver in
*.[sS][yY][sS])
	[ -d "$driver" ] || die "DRIVER=$driver is not a folder: '$top/module/tools/ntparportctl build $driver' makes one of it; name that"
	;;
esac
[ -d "$driver" ] || die "DRIVER=$driver is not a folder: name the one that it is in"
driver=$(realpath -- "$driver")
kbuild=Kbuild
# A Makefile may be that of Windows, too.
[ -e "$driver/Kbuild" ] || ! grep -qs '^[[:space:]]*obj-' "$driver/Makefile" || kbuild=Makefile
if [ ! -e "$driver/$kbuild" ]; then
	next="write one: four lines, see 'Porting a driver in five minutes' in compat/README.md"
	sources=$(find "$driver" -maxdepth 1 -iname sources -printf '%f\n' | head -n 1)
	[ -z "$sources" ] || next="'cd $driver && python3 $top/compat/kit/from_sources.py $sources >Kbuild' makes one of its $sources; say in it what licence the driver has"
	image=$(find "$driver" -maxdepth 1 -iname '*.sys' -printf '%f\n' | head -n 1)
	[ -z "$image" ] || [ -n "$sources" ] || next="if there is no source, 'module/tools/ntparportctl build $driver/$image' makes a folder with one"
	[ -z "$(find "$driver" -maxdepth 1 -name '*.ko')" ] || next="a module that is built already is for one kernel only. If the sources are elsewhere, name that folder; or $next"
	die "DRIVER=$driver has no Kbuild: $next"
fi
[ -r "$driver/$kbuild" ] || die "DRIVER=$driver: its $kbuild cannot be read"
case $ports in
1 | 2 | pci) ;;
*) die "PORTS=$ports: 1, 2 or pci" ;;
esac
case $kernel_name in
stock | stock-rt | newest) ;;
*) die "KERNEL=$kernel_name: stock, stock-rt or newest" ;;
esac
case $prompt in
"" | 0 | 1) ;;
*) die "SHELL=$prompt: 1, or leave it out" ;;
esac
# Quotes are the shell's.
case $parameters in
"" | Parameters=* | Service=* | *" Parameters="* | *" Service="*) ;;
*=*:*) parameters=Parameters=$parameters ;;
esac
given=$(xargs -r -n 1 printf '%s\n' <<<"$parameters" 2>/dev/null) ||
	die "PARAMETERS=$parameters: a quote is missing"
# A card needs something that answers for it.
[ "$ports" != pci ] || device=${device:-printer}
case $device in
"") ;;
printer | loopback) device=$top/qemu/try/$device.py ;;
*)
	[ ! -d "$device" ] || die "DEVICE=$device is a folder: name a file in it, with a class derived from cable.Device (see qemu/try/cable.py)"
	[ -f "$device" ] || die "DEVICE=$device: printer, loopback or a file of yours (see qemu/try/cable.py), and there is no such file"
	device=$(realpath -- "$device")
	;;
esac

work=$cache/try
mkdir -p "$work" || die "cannot write to $cache"
exec 8>>"$work/lock"
lock 8 "$work/lock"
room 150 "$cache" "trying a driver"
# Of an earlier try nothing is left that could pass for this one's.
rm -rf "$work"/{driver,tree,initramfs,build.log,left,left2,said,script.log,output}
trap 'rm -rf "$work/tree" "$work/initramfs" "$work/tree.cpio"' EXIT

# copy_folder: copies the driver's folder to $work/driver, and as many of those above it as its
# files mention, without what was built there; sets $source, where it is.
copy_folder() {
	local from=$driver up inside=. size

	up=$({ cat "$driver/$kbuild"; find "$driver" -type f \( -iname '*.[ch]' -o -iname '*.cpp' -o -iname '*.cxx' -o -iname '*.cc' -o \
			-iname '*.hpp' -o -iname '*.inc' -o -name Kbuild -o -name Makefile \) -exec grep -hE '^[[:space:]]*#[[:space:]]*include' {} + || true; } |
		{ grep -oE '(\.\.[/\\]+)+|\.\.($|[[:space:]])' || true; } | awk '{ n = gsub(/\.\./, ""); if (n > most) most = n } END { print most + 0 }')
	while [ "$up" -gt 0 ] && [ "$from" != / ]; do
		inside=$(basename "$from")/$inside
		from=$(dirname "$from")
		up=$((up - 1))
	done
	size=$(du -sm --exclude=.git "$from" 2>/dev/null | cut -f 1) || true
	[ "${size:-0}" -le 100 ] ||
		die "$from has $size MB$([ "$from" = "$driver" ] || echo " (the driver's files name it with '..')"): put what the driver needs into a folder of its own"
	room $((size * 2 + 50)) "$cache" "a copy of $from"
	mkdir -p "$work/driver"
	tar -C "$from" -c --exclude=.git --exclude='*.o' --exclude='*.ko' --exclude='*.mod' --exclude='*.mod.c' \
		--exclude='.*.cmd' --exclude='*.entry.c' --exclude='*.image.S' --exclude=Module.symvers --exclude=modules.order . 2>"$work/build.log" |
		tar -C "$work/driver" -x 2>>"$work/build.log" || blame "$work/build.log" "cannot copy $from"
	source=$(realpath "$work/driver/$inside")
}

# build_driver: builds the copy; sets $modules_made.
build_driver() {
	local why

	# shellcheck disable=SC2317
	if ! telling "building $(basename "$driver")" true "$work/build.log" make_beside "$headers" "$source"; then
		# The compiler's words, with the names as the user knows them.
		sed "s|$source|$driver|g; s|$work/driver|$(dirname "$driver")|g" "$work/build.log" |
			grep -E ': (fatal error|error|warning|note)|ntparport:|undefined|\*\*\*|^ +[0-9]* \|' | grep -v '^make' | head -n 40 >&2 || true
		! full "$work/build.log" || die "$driver does not build: the disk is full ($disk): make room there, then run this again"
		die "$driver does not build; all that was said is in $work/build.log (for errors in sources in C or C++: compat/README.md, 'What of Microsoft's C works')"
	fi
	grep -hE 'warning:|ntparport:' "$work/build.log" | sed "s|$source/||; s|$work/driver/||" >&2 || true
	mapfile -t modules_made < <(find "$source" -name '*.ko')
	[ ${#modules_made[@]} != 0 ] || die "the $kbuild in $driver makes no module: it has to say 'obj-m := name.o'"
}

# in_order: prints the names of the modules, those first that others need.
in_order() {
	local module name before
	local -A of=()

	for module in "${modules_made[@]}"; do
		name=$(basename "$module" .ko)
		of[${name//-/_}]=1
	done
	for module in "${modules_made[@]}"; do
		name=$(basename "$module" .ko)
		for before in $(modinfo -F depends "$module" | tr , ' '); do
			[ -z "${of[$before]:-}" ] || echo "$before ${name//-/_}"
		done
		echo "${name//-/_} ${name//-/_}"
	done | tsort
}

# add_libraries FILE: copies the libraries of a program, and what loads them, to the same places.
add_libraries() {
	local said path

	said=$(ldd "$1" 2>&1) || {
		# It needs none.
		[[ $said != *"not a dynamic executable"* ]] || return 0
		die "RUN: ldd cannot say what $1 needs: $said"
	}
	! grep -q 'not found' <<<"$said" ||
		die "RUN: $1 does not run here, either: $(sed -n 's/^[[:space:]]*\(.*\) => not found.*/\1/p' <<<"$said" | tr '\n' ' ')is missing"
	while read -r path; do
		add "$path" "$path"
	done < <(grep -oE '/[^ ]+' <<<"$said")
}

# add FILE PLACE: copies it into the guest.
add() {
	{ mkdir -p "$work/tree/$(dirname "$2")" && cp -L -- "$1" "$work/tree/$2"; } 2>"$work/script.log" ||
		blame "$work/script.log" "cannot copy $1"
}

# add_python PROGRAM: what Python cannot begin without, and its library.
add_python() {
	local library file

	library=$("$1" -c 'import sysconfig; print(sysconfig.get_path("stdlib"))') || die "RUN: $1 does not run"
	mkdir -p "$work/tree$library"
	tar -C "$library" -c --exclude=__pycache__ --exclude=./test --exclude='./config-*' --exclude=./idlelib \
		--exclude=./tkinter --exclude=./ensurepip --exclude=./lib2to3 --exclude=./site-packages . |
		tar -C "$work/tree$library" -x || die "cannot copy $library"
	for file in "$library"/lib-dynload/*.so; do
		add_libraries "$file"
	done
}

# bare: whether Python and the guest's programs are still to be installed.
bare() { [ ! -x /usr/bin/python3 ] || ! type -P busybox >/dev/null; }

# find_program: finds the first word of RUN; sets $program, empty if the guest has it, $interpreter,
# if it is a script, $by_env, if env is to find that, and $word and $rest, what the guest runs.
find_program() {
	local words

	program=
	interpreter=
	read -r word rest <<<"$run"
	if [ -f "$driver/$word" ]; then
		program=$driver/$word
		[[ $word = */* ]] || word=./$word
	elif [[ $word = */* ]]; then
		[ -f "$word" ] || die "RUN=$run: there is no program $word, neither in $driver nor here"
		program=$(realpath -- "$word")
		word=./$(basename "$word")
	elif busybox --list 2>/dev/null | grep -xF -- "$word" >/dev/null || [[ " exec echo test true false printf read cd set for while if " = *" $word "* ]]; then
		program=
	elif program=$(type -P -- "$word"); then
		word=./$word
	elif ! bare; then
		die "RUN=$run: there is no program $word: neither in $driver, nor in PATH, nor does the guest have it"
	fi
	[ -n "$program" ] || return 0
	[ -r "$program" ] || die "RUN: $program cannot be read"
	case $(head -c 4 "$program" | od -An -c | tr -d ' ') in
	177ELF) ;;
	MZ*) die "RUN: $program is a program of Windows: build it for Linux (uapi/ntparport_ioctl.h has DeviceIoControl's ioctl)" ;;
	'#!'*)
		read -r interpreter words <<<"$(head -n 1 "$program" | cut -c 3- | tr -d '\r')"
		by_env=
		if [ "$(basename "$interpreter")" = env ]; then
			by_env=${words%% *}
			interpreter=$(type -P -- "$by_env") || interpreter=$by_env
		fi
		case $(basename "$interpreter") in
		sh | ash | busybox) ;;
		bash | dash | python3*)
			[ -f "$interpreter" ] || bare || die "RUN: there is no $interpreter, which $program is for"
			;;
		*) die "RUN: $program is for $interpreter, and what that needs to run is not known: use sh, bash, python3 or a compiled program" ;;
		esac
		;;
	*) die "RUN: $program is neither a program nor a script with '#!' in its first line" ;;
	esac
}

# add_program: copies it and what it needs; writes what the guest runs.
add_program() {
	printf '%s\n' "$word${rest:+ $rest}" >"$work/tree/try/run"
	[ -n "$program" ] || return 0
	[ "$program" = "$driver/$word" ] || [ "$program" = "$driver/${word#./}" ] || add "$program" "driver/$word"
	chmod +x "$work/tree/driver/$word"
	if [ -z "$interpreter" ]; then
		add_libraries "$program"
		return
	fi
	# env finds it there.
	[ -z "$by_env" ] || [ ! -f "$interpreter" ] || add "$interpreter" "bin/$(basename "$interpreter")"
	case $(basename "$interpreter") in
	sh | ash | busybox) return ;;
	python3*) add_python "$interpreter" ;;
	esac
	add "$interpreter" "$interpreter"
	add_libraries "$interpreter"
}

# fill_guest: makes $work/initramfs.
fill_guest() {
	local modules settings size

	mkdir -p "$work/tree"/{try,driver,bin}
	(cd "$source" && find . -type f ! -name '*.o' ! -name '*.ko' ! -name '*.mod*' ! -name '.*' ! -path '*/.includes/*' \
		! -name '*.names' ! -name '*.entry.c' ! -name '*.image.S' ! -name '*.nt.i*' ! -name '*.nt.undeclared' ! -name Module.symvers ! -name modules.order -print0 |
		tar -c --null -T -) | tar -C "$work/tree/driver" -x || die "cannot copy $driver into the guest"
	# Of what `ntparportctl build` makes, the kernel finds the settings as it does in /etc.
	for settings in "$source"/etc/ntparport/*.settings; do
		[ ! -f "$settings" ] || add "$settings" "lib/firmware/ntparport/${settings##*/}"
	done
	printf '%s' "${given:+$given$'\n'}" >"$work/tree/try/parameters"
	in_order >"$work/tree/try/drivers"
	[ -z "$run" ] || add_program
	mapfile -t modules < <(module_closure "$kernel_modules" parport_pc)
	make_initramfs "$work/initramfs" "$top/qemu/guest/try" "$top"/module/tools/ntparportctl{,_*.py} "${modules[@]}" "$out/ntparport.ko" "${modules_made[@]}"
	# What comes in another archive is added to it.
	{ (cd "$work/tree" && find . | cpio --quiet -o -H newc -R 0:0) >"$work/tree.cpio" &&
	  cat "$work/tree.cpio" >>"$work/initramfs"; } 2>"$work/script.log" ||
		blame "$work/script.log" "cannot write $work/initramfs"
	size=$(stat -c %s "$work/initramfs")
	memory=$((768 + size * 3 / 1048576))
}

# get_kernel: sets $headers, $image, $kernel_modules and $release.
get_kernel() {
	case $kernel_name in
	stock) stock_kernel ;;
	stock-rt) stock_series 6.1 rt ;;
	newest)
		flavour_kernel kasan newest
		[ -n "$kernel" ] || die "KERNEL=newest: the mirror has no source of it"
		headers=$kernel image=$kernel/arch/x86/boot/bzImage kernel_modules=$kernel
		release=$(cat "$kernel/include/config/kernel.release")
		return
		;;
	esac
	[ -n "$stock" ] || die "KERNEL=$kernel_name: the mirror does not have it"
	headers=$stock_headers image=$stock_image kernel_modules=$stock_modules release=$stock
}

# got KEY: what the guest has found, without the time of the kernel's log.
got() {
	tr -d '\r' <"$results" | sed -n "s/^$1=//p"
}
# of_log KEY: lines of the log, for people.
of_log() {
	got "$1" | sed -E 's/^<[0-9]+>//'
}
# mistakes KEY: lines in which ntparport complains.
mistakes() {
	got "$1" | grep -E '^<[0-4]>\[ *[0-9.]+\] ntparport: ' | sed -E 's/^<[0-9]+>\[ *[0-9.]+\] ntparport: //' || true
}
# part TITLE <TEXT: a part of the report, unless it is empty.
part() {
	local text

	text=$(cat)
	[ -z "$text" ] || printf '%s\n%s\n\n' "$1" "$(sed 's/^/    /' <<<"$text")"
}
bad=()

# show_bytes FILE: as text, or in hexadecimal.
show_bytes() {
	local size most=4096

	size=$(stat -c %s "$1" 2>/dev/null) || size=0
	if [ "$size" = 0 ]; then
		echo "nothing"
	elif [ "$(tr -d '\t\n\r\f\033[:print:]' <"$1" | wc -c)" = 0 ]; then
		head -c $most "$1" | tr -d '\r\f\033'
	else
		head -c $most "$1" | od -A x -t x1z -v
	fi
	[ "$size" -le $most ] || printf '\n... %s bytes in all, in %s\n' "$size" "$1"
}

# sources_of: adds to lines of a trace that name a routine of the driver's the line of its source.
sources_of() {
	local line symbol offset name module at

	while IFS= read -r line; do
		at=
		if [[ $line =~ ([A-Za-z_][A-Za-z0-9_.]*)\+0x([0-9a-f]+)/0x[0-9a-f]+\ \[([a-z0-9A-Z_]+)\] ]]; then
			symbol=${BASH_REMATCH[1]} offset=${BASH_REMATCH[2]} name=${BASH_REMATCH[3]}
			for module in "${modules_made[@]}"; do
				[ "$(basename "$module" .ko | tr - _)" = "$name" ] || continue
				at=$(nm -f sysv "$module" | tr -d ' ' | awk -F '|' -v s="$symbol" '$1 == s && $7 == ".text" && !n++ { print $2 }')
				[ -z "$at" ] || at=$(addr2line -j .text -e "$module" "$(printf '%x' $((0x$at + 0x$offset)))" 2>/dev/null | grep -v '^?' | sed 's/ (discriminator.*//') || at=
			done
		fi
		printf '%s%s\n' "$line" "${at:+   ($(sed "s|$source/||; s|$work/driver/||" <<<"$at"))}"
	done
}

# trouble: what the kernel reported when it died, from its console.
trouble() {
	tr -d '\r' <"$console" | sed -E 's/^\[ *[0-9.]+\] ?//' |
		awk '/^(BUG:|Oops|WARNING:|general protection|watchdog: BUG|rcu: INFO: .*stall|invalid opcode|divide error|kernel BUG|Kernel panic|INFO: task)/ { on = 1 }
			/^(Modules linked in|Code:|RIP: 0033|#PF|PGD|R[A-Z0-9]+: |---|FS:|CS:|CR2|DR[0-9]|Hardware|Kernel Offset|PKRU|Call Trace|.*<TASK>|.*<\/TASK>|.*<IRQ>|.*<\/IRQ>| \? )/ && !/^RIP: 0010/ { next }
			on && !seen[$0]++ { print }' | head -n 30 | sources_of
}

# report: prints all there is; $1 is whether the guest came to its end.
report() {
	local found text line fired taken

	printf '\n%s on Linux %s, %s%s\n\n' "$(tr '\n' ' ' <"$work/drivers" | sed 's/ $//')" "$release" \
		"$(case $ports in 1) echo "one port" ;; 2) echo "two ports" ;; pci) echo "a PCI card" ;; esac)" \
		"${device:+, $(basename "$device") at the cable}"
	got port | part "Ports"
	{ of_log log; of_log left; } | part "The kernel's log (what the driver said, and what was said of it)"
	if [ "$1" != ended ]; then
		tr -d '\r' <"$console" | sed -n '/try: loading .*DriverEntry/,$p' |
			sed '/BUG:\|Oops\|Kernel panic\|WARNING:\|stall/,$d' | part "The kernel's log, until then"
	fi
	if [ "$1" = ended ] && [ -z "$(got node)" ] && [ -z "$(got wrong)" ]; then
		echo "none: no device has a link in \\DosDevices" | part "Device nodes"
	else
		got node | part "Device nodes"
	fi
	if [ -n "$run" ] && [ -n "$(got status)$(got output)" ]; then
		text=$(got output)
		[ "$(got output_lines)" -le 2000 ] 2>/dev/null || text+=$'\n'"... $(got output_lines) lines in all"
		printf '%s\n' "${text:-it printed nothing}" | part "The program ($run)$([ -z "$(got status)" ] || echo ": it ended with status $(got status)")"
	fi
	got stuck | sources_of | part "Where it does not go on"
	got ports | part "ntparportctl status"
	got clients | part "ntparportctl clients"
	if [ -n "$(got fired)" ]; then
		fired=$(got fired)
		{
			echo "$fired fired, $(got interrupts) reached ntparport: $(got handled) were taken by a routine, $(got unhandled) by none"
			[ "$(got missed)" = 0 ] || echo "$(got missed) came while a Linux driver had the port"
			sed -nE 's/^counters interrupts=([0-9]+) unheard=([0-9]+) .*/the device has raised \1\n\2 more rising edges of nAck came while interrupts were not enabled (bit 4 of the control register)/p' \
				"$work/said" 2>/dev/null | sed '/^0 more/d'
		} | part "Interrupts"
	fi
	# With a device, the first port is its.
	show_bytes "$work/left" | part "What left the port ($(stat -c %s "$work/left" 2>/dev/null || echo 0) bytes)"
	[ "$ports" != 2 ] || show_bytes "$work/left2" | part "What left the second port ($(stat -c %s "$work/left2" 2>/dev/null || echo 0) bytes)"
	grep -v '^counters ' "$work/said" 2>/dev/null | part "What the device said" || true
	if [ "$1" = ended ]; then
		{
			got unloaded | sed 's/$/ is unloaded/'
			got kept | sed 's/$/ (it stays loaded; a driver without DriverUnload does)/'
			text=$(mistakes left)
			[ -z "$text" ] || printf 'left behind, and cleaned up:\n%s\n' "$(sed 's/^/    /' <<<"$text")"
			[ -n "$text" ] || [ -z "$(got unloaded)" ] || echo "nothing is left of it"
		} | part "Unloading"
		text=$(mistakes log)
		printf '%s\n' "${text:-it has seen no mistake in calls (verify=1)}" | part "The verifier"
		[ -z "$text" ] || bad+=("mistakes that the verifier has found: $(wc -l <<<"$text")")
		[ -z "$(mistakes left)" ] || bad+=("the driver leaves something behind")
	fi
	while IFS= read -r line; do
		bad+=("$line")
	done < <(got wrong)
	[ -z "$(got status)" ] || [ "$(got status)" = 0 ] || bad+=("the program failed (status $(got status))")
	[ -z "$(got stays)" ] || bad+=("the program cannot be ended: it waits in a dispatch routine of the driver")
	! grep -q '^counters .*failed=1' "$work/said" 2>/dev/null || bad+=("the device has failed: $device")
	found=$(got failure | tail -n 1)
	[ -z "$found" ] || bad+=("$found")
}

# check_what_runs: dies if something is wrong with the device or the program; on a bare system, if
# that can be told already.
check_what_runs() {
	local why

	[ -z "$device" ] || bare ||
		why=$(/usr/bin/python3 -B "$top/qemu/try/machine.py" --check "$device" 2>&1) ||
		die "DEVICE=$device: $why (qemu/try/cable.py says what it has to be)"
	[ -z "$run" ] || find_program
}

copy_folder
check_what_runs
# shellcheck disable=SC2086
need $packages_build $packages_guest
# Now all can be told.
check_what_runs
get_kernel
build_modules "$headers" || exit
build_driver
fill_guest
cp "$work/tree/try/drivers" "$work/drivers"
release_modules

# What is empty if there is no device, too.
touch "$work/said"
name=try
console=$logs/$name.console
results=$logs/$name.results
bus=none
lpt=()
if [ -n "$device" ]; then
	bus=isa
	[ "$ports" != pci ] || bus=pci
	export TRY_DEVICE=$device TRY_BUS=$bus TRY_LEFT=$work/left TRY_SAID=$work/said
	guest_qemu=$top/qemu/try/machine.py
else
	lpt_add "$work/left"
fi
[ "$ports" != 2 ] || lpt_add "$work/left2" 0x278 15
limit=$((180 + patience * 4))
if [ "$prompt" = 1 ]; then
	exec {keys}<&0 {to}>&1
	export TRY_KEYS=$keys TRY_SCREEN=$to
	guest_qemu=$top/qemu/try/machine.py
	limit=0
	# What it would print, the terminal has no place for.
	tell() { :; }
fi
# shellcheck disable=SC2317
guest_progress() {
	local at

	at=$(sed -n 's/^step=//p' "$results" 2>/dev/null | tail -n 1 | tr -d '\r')
	echo "${at:-booting}"
}
# A driver that keeps a CPU is to be found out. (Each of these ends the guest.)
guest_append="patience=$patience bus=$bus ports=$ports prompt=$prompt watchdog_thresh=10 softlockup_panic=1"
guest_append+=" rcupdate.rcu_cpu_stall_timeout=20 sysctl.kernel.panic_on_rcu_stall=1"
# On a busy machine the kernel may find that its timer does not tick.
guest_append+=" no_timer_check"
ended=ended
say "booting the guest"
boot_guest "$name" "$image" "$work/initramfs" "$limit" -m "${memory}M" "${lpt[@]}" 2>"$work/script.log" || ended=failed
touch "$results" "$console"
[ -n "$(got verdict)" ] || [ "$ended" = failed ] || ended=died
last=$(got step | tail -n 1)
died=$(trouble) || true
report "$ended"
if [ -n "$died" ]; then
	printf '%s\n' "$died" | part "The kernel's report"
	case ${last:+began}$died in
	[!b]*) bad+=("the guest's kernel has died before anything was loaded: run this again") ;;
	*"soft lockup"* | *stall*) bad+=("the driver has kept a CPU for too long (${last:-booting}): the report shows where it was") ;;
	*WARNING:*) bad+=("the kernel has warned (${last:-booting}): see its report") ;;
	*) bad+=("the driver has crashed the kernel (${last:-booting}): the report's first routine in brackets is where") ;;
	esac
elif [ "$ended" = failed ]; then
	case $(cat "$work/script.log") in
	*"was not done after"*) bad+=("the guest hangs: it was ended after $limit s while it was at: ${last:-booting}") ;;
	*) bad+=("the guest did not run: $(tail -n 3 "$work/script.log")") ;;
	esac
elif [ "$ended" = died ]; then
	bad+=("the guest has ended by itself (${last:-booting}): see $console")
elif [ "$(got verdict)" != pass ] && [ ${#bad[@]} = 0 ]; then
	bad+=("the kernel has reported something: see $console")
fi
if [ ${#bad[@]} = 0 ]; then
	echo "It works: loaded, $([ -z "$run" ] || echo "run, ")unloaded, no mistake found."
else
	for line in "${bad[@]}"; do
		printf 'WRONG: %s\n' "$line"
	done
	say "all that the guest said is in $console"
	exit 1
fi
