# SPDX-License-Identifier: GPL-2.0
# What the scripts in this folder share: where things are cached, which packages are needed, how
# to get a kernel. To be sourced; it does nothing by itself.
# shellcheck shell=bash

set -euo pipefail
export LC_ALL=C
# Debian's PATH for users does not include modinfo, depmod and whatever dpkg needs. What was
# compiled once, by whichever command, is not compiled again.
export PATH=/usr/lib/ccache:$PATH:/usr/local/sbin:/usr/sbin:/sbin
# Variables that were given to our Makefile are not meant for the kernel's.
unset MAKEFLAGS MAKELEVEL MFLAGS MAKEOVERRIDES
# Shows progress even while descriptor 2 is a log.
exec {screen}>&2

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
jobs=$(nproc)

# Which Debian this is; empty if it is another distribution.
debian=$(. /etc/os-release 2>/dev/null && [ "${ID:-}" = debian ] && echo "${VERSION_ID:-13}") || true

# Every Debian package the commands of the Makefile need, in one place.
packages_build="build-essential bc bison ccache flex libelf-dev libssl-dev xz-utils cpio kmod
	python3 linux-headers-amd64 mingw-w64-common"
packages_guest="busybox-static qemu-system-x86"
# For 32-bit modules, and modules for Debian's stock 6.12.
packages_i386="lib32stdc++-12-dev libc6-dev-i386"
# For a kernel built by clang, and modules for it.
packages_clang="clang lld llvm"
# The sanitizers of user space, and what names the lines in their reports; and inputs of all
# kinds.
packages_host="clang llvm libclang-rt-14-dev python3-hypothesis"
# What reads images of Windows drivers, and what makes some to read.
packages_image="python3-pefile python3-capstone gcc-mingw-w64-x86-64 gcc-mingw-w64-i686 lld openssl"
if [ "$debian" = 13 ]; then
	packages_i386=${packages_i386/-12-/-14-}
	packages_host=${packages_host/-14-/-19-}
fi
packages_matrix="$packages_i386 pahole patchelf"
packages_debug="gdb"
packages_bench="gnuplot-nox libc6-dev"
packages_deb="build-essential debhelper dh-dkms lintian python3"
packages_chroot="debootstrap e2fsprogs qemu-system-x86"
# In the systems that try the packages: what those depend on, and kernels.
packages_target="linux-image-amd64 linux-headers-amd64 dkms g++ python3 zstd"
# The firmware, and what signs kernels for it.
packages_secure="openssl ovmf sbsigntool"
packages_check="sparse clang-format clang-tidy codespell shellcheck perl"

# clear_line: removes what tell has printed on a terminal.
clear_line() { [ ! -t "$screen" ] || printf '\r\033[K' >&"$screen"; }
say() {
	clear_line
	printf '%s\n' "ntparport: $*" >&2
}
die() { say "error: $*"; exit 1; }

# lock FD FILE [-s]: locks FILE until FD is closed, which is open for appending to it; with -s
# shared with others that do so. If it has to wait, it says for whom.
lock() {
	local pid

	flock ${3:+"$3"} -n "$1" || {
		pid=$(cat "$2")
		# Which process shares it with others is not known.
		say "waiting for another command to end: $(tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" &&
			echo "(process $pid)" || echo "it uses $2")"
		flock ${3:+"$3"} "$1"
	}
	[ -n "${3:-}" ] || echo $$ >"$2"
}

# PART=2/4 in the environment: of what takes long and need not be done each time, the second of
# four parts.
[[ ${PART:=1/1} =~ ^([1-9])/([1-9])$ && ${BASH_REMATCH[1]} -le ${BASH_REMATCH[2]} ]] ||
	die "PART=$PART: a part, for example 2/4"
parts=${PART#*/}

# in_part N: whether the Nth of such things is in this part.
in_part() { [ $((($1 - ${PART%/*}) % parts)) = 0 ]; }

# lines_of_part: prints those lines of the input that are in this part.
lines_of_part() { awk -v part="${PART%/*}" -v parts="$parts" '(NR - part) % parts == 0'; }

# What a user has asked for is checked by these before anything is installed, fetched or built.

# number NAME DEFAULT LEAST: prints the variable NAME of the environment, or DEFAULT; dies unless
# it is a number from LEAST on that the shell can calculate with.
number() {
	local value=${!1:-$2}

	{ [[ $value =~ ^(0|[1-9][0-9]{0,14})$ ]] && [ "$value" -ge "$3" ]; } ||
		die "$1=$value: a whole number, $3 or more, of at most 15 digits"
	echo "$value"
}

# check_file NAME FILE: dies unless FILE, which the variable NAME of the environment names, can be
# read.
check_file() {
	[ -e "$2" ] || die "$1=$2 does not exist"
	[ ! -d "$2" ] || die "$1=$2 is a folder: name a file"
	[ -r "$2" ] || die "$1=$2 cannot be read"
}

# check_flavour FLAVOUR: dies unless there is a fragment for it.
check_flavour() {
	if [ "$1" = kernel ] || [[ $1 = */* ]] || ! [ -e "$top/qemu/$1.config" ]; then
		die "there is no flavour $1: kasan, kcsan, rt, plain or i386"
	fi
}

# tell SECONDS TEXT: shows how far a long step is: on a terminal in one line that changes, in a
# log in a line now and then.
tell() {
	if [ -t "$screen" ]; then
		printf '\r\033[K%.79s' "ntparport: $2 ($1 s)" >&"$screen"
	elif [ $(($1 % 30)) = 0 ]; then
		printf '%s\n' "ntparport: $2 ($1 s)" >&"$screen"
	fi
}

# telling TEXT MEASURE LOG COMMAND...: runs a COMMAND that takes minutes, whose output goes to
# LOG, and shows how far it is: what the command MEASURE prints, if anything.
telling() {
	local text=$1 measure=$2 log=$3 far ticker status=0 start=$SECONDS now last=0
	shift 3

	say "$text"
	(
		while sleep 1; do
			# The script may be gone, for whatever reason.
			kill -0 $$ || exit
			far=$("$measure")
			now=$((SECONDS - start))
			# A busy machine may miss the second in which a line is due.
			[ $((now / 30)) = $((last / 30)) ] || tell $((now / 30 * 30)) "$text${far:+: $far}"
			[ $((now % 30)) = 0 ] || tell "$now" "$text${far:+: $far}"
			last=$now
		done
	) >/dev/null 2>&1 8>&- 9>&- &
	ticker=$!
	"$@" >"$log" 2>&1 || status=$?
	kill "$ticker" 2>/dev/null || true
	wait "$ticker" 2>/dev/null || true
	clear_line
	# sudo ends with this status instead of dying of the signal, and then bash would go on.
	[ $status != 130 ] || kill -INT "$BASHPID"
	[ $((SECONDS - start)) -lt 10 ] || [ $status != 0 ] || say "$text: done after $((SECONDS - start)) s"
	return $status
}

# The folder for everything but Debian's packages: it must be writable, and Kbuild must accept
# its name.
if [ -n "${NTPARPORT_CACHE:-}" ]; then
	cache=$NTPARPORT_CACHE
elif [ -n "${XDG_CACHE_HOME:-}" ]; then
	cache=$XDG_CACHE_HOME/ntparport
elif [ -n "${HOME:-}" ]; then
	cache=$HOME/.cache/ntparport
else
	die "HOME is not set: say with NTPARPORT_CACHE=folder where to keep what is downloaded and built"
fi
cache=$(realpath -m -- "$cache")
# Contents count, and not when they were copied or to which checkout.
export CCACHE_DIR=$cache/ccache CCACHE_MAXSIZE=1G CCACHE_BASEDIR=$top CCACHE_NOHASHDIR=1 \
	CCACHE_SLOPPINESS=include_file_mtime,include_file_ctime
case $cache in
*[[:space:]\'\"\`\$\\\;\&\|\<\>\(\)\*\?\[\]\{\}\!\#%:,=^]*)
	die "Linux cannot be built in the folder '$cache': name one without blanks, quotes, \$ and the like with NTPARPORT_CACHE=folder"
	;;
esac
# A name of its own, since other scripts may be checking at the same time.
if ! why=$({ mkdir -p "$cache" && touch "$cache/writable.$$" && rm "$cache/writable.$$"; } 2>&1); then
	die "cannot write to the cache: ${why%%$'\n'*}; mend that or name another folder with NTPARPORT_CACHE=folder"
fi

# room MEGABYTES FOLDER WHAT: dies if WHAT does not fit on FOLDER's disk.
room() {
	local free

	free=$(df --output=avail -m "$2" | tail -n 1)
	[ "$free" -ge "$1" ] ||
		die "$3 needs $1 MB, the disk of $2 has ${free// /}: make room there$([ "${2#"$cache"}" = "$2" ] ||
			echo ", or name another folder with NTPARPORT_CACHE=folder")"
}

# full LOG: whether something failed because a disk is full; $disk says which one. (LOG may have
# had no room to say so.)
full() {
	local folder

	for folder in "$cache" /var/cache/apt /var/lib/apt /usr; do
		[ -e "$folder" ] || continue
		disk=$folder
		[ "$(df --output=avail -k "$folder" | tail -n 1)" -ge 1024 ] || return 0
	done
	disk=$(grep -sE 'No space left on device|enough free space|Disk quota exceeded' "$1" | head -n 1)
	[ -n "$disk" ]
}

# blame LOG TEXT: dies; if a disk is full, says that this is why.
blame() {
	! full "$1" || die "$2: the disk is full ($disk); see $1"
	die "$2: see $1"
}

as_root() {
	if [ "$(id -u)" = 0 ]; then
		"$@"
	else
		sudo -- "$@"
	fi
}

# apt_failed LOG TEXT: dies, saying why apt failed and what to do.
apt_failed() {
	local log=$1 why next=
	# apt refuses while dpkg's own data are not right, and dpkg does not fetch what is missing.
	local mend="run \"sudo sh -c 'dpkg --configure -a; apt-get --fix-broken install'\", then this again"

	# Lines that apt writes for apt_measure say nothing to people.
	why=$(grep -m 1 '^E: ' "$log" || grep -vE '^((dl|pm)[a-z]+:|$)' "$log" | tail -n 1 || true)
	if full "$log"; then
		why="the disk is full ($disk)"
		next="make room, then run this again"
		! grep -qsE '^dpkg: error|dpkg was interrupted' "$log" || next="make room, $mend"
	elif grep -qsE 'Could not get lock|Unable to (lock|acquire)' "$log"; then
		next="another program is installing packages: run this again when it is done"
	elif grep -qsE '^dpkg: error|dpkg was interrupted|returned an error code|[Uu]nmet dependencies|held broken' "$log"; then
		next=$mend
	elif grep -qsE 'Could not (resolve|connect)|[Ff]ailure resolving|Unable to connect|timed out|unreachable|Failed to fetch' "$log"; then
		why=$(grep -m 1 -oE '(Could not (resolve|connect)|(Temporary f|F)ailure resolving|Unable to connect|Connection (timed|refused)|Failed to fetch).*' "$log" || echo "$why")
		next="the package mirror in /etc/apt does not answer: is the network up?"
	fi
	why=${why#E: }
	[ -n "$why" ] || why="apt-get does not say why"
	die "$2: ${why%.}${next:+; $next} (all of it: $log)"
}

# apt_missing LOG: whether apt failed because the mirror does not have such a package, or no
# longer has that version of it.
apt_missing() {
	! full "$1" && grep -qE 'Unable to locate package|has no installation candidate|404 +Not Found|Version .* was not found|find any package|select candidate version' "$1"
}

# Prints how far apt is, from what its option APT::Status-Fd=1 adds to $log.
apt_measure() { sed -nE 's/^(dl|pm)status:[^:]*:([0-9]+).*/\2 %/p' "$log" | tail -n 1; }

# from_mirror TEXT LOG COMMAND...: runs an apt COMMAND that downloads. If the mirror has moved
# on, updates the lists and tries once more; returns 3 if the mirror does not have that package.
# Dies of any other failure.
from_mirror() {
	local text=$1 log=$2
	shift 2

	! telling "$text" apt_measure "$log" "$@" || return 0
	apt_missing "$log" || apt_failed "$log" "$text failed"
	update_lists
	! telling "$text" apt_measure "$log" "$@" || return 0
	apt_missing "$log" || apt_failed "$log" "$text failed"
	return 3
}

# install_packages PACKAGE...: installs them, or upgrades them to what the mirror has.
install_packages() {
	local log=$cache/apt.log install status=0 interrupted='' size
	# With the system's own lists.
	local apt=()

	install=(env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o APT::Status-Fd=1
		--no-install-recommends install "$@")

	if [ "$(id -u)" != 0 ]; then
		command -v sudo >/dev/null ||
			die "there is no sudo to install them with: as root run 'apt-get update && apt-get install --no-install-recommends $*', then run this again"
		# What sudo says, and asks for, goes to the terminal.
		as_root "${install[@]:0:3}" --version >/dev/null ||
			die "sudo did not install them, and says why above; or as root run 'apt-get update && apt-get install --no-install-recommends $*', then run this again"
	fi
	from_mirror "downloading packages" "$log" as_root "${install[@]}" --download-only || {
		status=$?
		say "error: the mirror in /etc/apt does not have: $(sed -nE "s/^E: (Unable to locate package |Package '?)([^' ]+).*/\2/p" "$log" | tr '\n' ' ')(all of it: $log)"
		exit $status
	}
	size=$(sed -nE 's/^After this operation, ([0-9,]+)(\.[0-9]+)? (MB|GB) .*used.*/\1 \3/p' "$log" | tr -d ,)
	case $size in
	*MB) room "${size% *}" /usr "what is to be installed" ;;
	*GB) room "${size% *}000" /usr "what is to be installed" ;;
	esac
	# dpkg must finish what it has begun: so it runs in another session and ignores Ctrl-C.
	trap 'interrupted=INT' INT
	trap 'interrupted=TERM' TERM
	telling "installing packages (Ctrl-C waits for dpkg)" apt_measure "$log" undisturbed "${install[@]}" || status=$?
	trap - INT TERM
	[ -z "$interrupted" ] || kill -"$interrupted" $$
	[ $status = 0 ] || apt_failed "$log" "cannot install packages"
}

# shellcheck disable=SC2016
undisturbed() {
	as_root sh -c 'trap "" INT TERM HUP; exec setsid --wait "$@"' sh "$@" </dev/null
}

# need PACKAGE...: installs those packages that are missing, and nothing else.
need() {
	local p missing=()

	if [ -z "$debian" ] || ! command -v apt-get >/dev/null; then
		die "this needs Debian 12 or 13, whose packages and kernel it uses, and this is $(. /etc/os-release 2>/dev/null && echo "${PRETTY_NAME:-another system}"); 'make modules KDIR=folder' builds the module with your own kernel headers, gcc, g++ and python3"
	fi
	[ "$(dpkg --print-architecture)" = amd64 ] ||
		die "this needs Debian for amd64, and this is $(dpkg --print-architecture); the parallel ports of other machines are not supported"
	for p in "$@"; do
		[ "$(dpkg-query -W -f '${db:Status-Status}' "$p" 2>/dev/null)" = installed ] ||
			missing+=("$p")
	done
	[ ${#missing[@]} = 0 ] && return
	say "these Debian packages are missing: ${missing[*]}"
	install_packages "${missing[@]}"
}

# attended COMMAND...: runs a command that takes minutes; it and all that it has started end
# with this script, however that ends.
attended() (
	status=0
	setsid "$@" </dev/null &
	pid=$!
	trap 'kill -- -"$pid" 2>/dev/null; wait "$pid" 2>/dev/null' EXIT
	trap 'trap - INT; kill -INT "$BASHPID"' INT
	trap 'trap - TERM; kill -TERM "$BASHPID"' TERM
	while kill -0 "$pid" 2>/dev/null && kill -0 $$ 2>/dev/null; do
		sleep 0.2
	done
	kill -0 $$ 2>/dev/null || exit 143
	wait "$pid" || status=$?
	trap - EXIT
	exit $status
)

# entry DIRECTORY COMMAND...: an entry of the cache is complete or does not exist. If it does
# not exist, makes it: COMMAND is called with DIRECTORY, which is empty, and says what went
# wrong if it fails. Others that want the same entry wait. If COMMAND has made a file .resumable
# there, and is interrupted by a signal, the next one gets what is there by then.
entry() {
	local dir=$1
	shift

	[ ! -e "$dir/.complete" ] || return 0
	mkdir -p "$(dirname "$dir")" || die "cannot write to $cache"
	# shellcheck disable=SC2094
	(
		lock 9 "$dir.lock"
		[ ! -e "$dir/.complete" ] || exit 0
		# Not $dir: functions that die in here have variables with that name.
		unfinished=$dir
		trap '[ -e "$unfinished/.interrupted" ] || rm -rf "$unfinished"' EXIT
		trap 'trap - INT; interrupted; kill -INT "$BASHPID"' INT
		trap 'trap - TERM; interrupted; kill -TERM "$BASHPID"' TERM
		# What a machine that lost its power has left is not to be trusted.
		rm "$dir/.interrupted" 2>/dev/null || rm -rf "$dir"
		{ mkdir -p "$dir" && "$@" "$dir" && touch "$dir/.complete"; } || exit
		trap - EXIT
	) 9>>"$dir.lock" || exit
}

# Uses the variables of entry.
interrupted() {
	[ ! -e "$unfinished/.resumable" ] || mv "$unfinished/.resumable" "$unfinished/.interrupted"
}

# find_mirrors: sets $mirror, what the machine's own apt uses, and $security, if it uses that.
find_mirrors() {
	local uris

	uris=$(apt-get update --print-uris | tr -d "'")
	mirror=$(sed -nE 's#/dists/(bookworm|trixie)/InRelease .*##p' <<<"$uris" | head -n 1)
	security=$(sed -nE 's#/dists/(bookworm|trixie)-security/InRelease .*##p' <<<"$uris" | head -n 1)
	[ -n "$mirror" ] || die "/etc/apt names no mirror of Debian 12 or 13: see 'apt-get update --print-uris'"
}

# Options for apt: none, or those of other_suites.
apt=()

# Which releases those options are for: none, bookworm or all.
apt_releases=none

# other_suites [bookworm]: from here on, apt sees all releases of Debian, or only that one, on
# the machine's own mirror. It uses files of our own and leaves the system's alone.
other_suites() {
	local wanted=${1:-all} root=$cache/apt${1:+-$1}
	local key=signed-by=/usr/share/keyrings/debian-archive-keyring.gpg mirror security suite

	[ "$apt_releases" != all ] && [ "$apt_releases" != "$wanted" ] || return 0
	apt_releases=$wanted
	find_mirrors
	mkdir -p "$root"/lists/partial "$root"/cache/archives/partial || die "cannot write to $cache"
	{
		# A 32-bit guest needs a 32-bit busybox.
		echo "deb [arch=amd64,i386 $key] $mirror bookworm main"
		for suite in bookworm-backports trixie trixie-backports sid; do
			[ "$apt_releases" = all ] || break
			echo "deb [arch=amd64 $key] $mirror $suite main"
		done
		[ -z "$security" ] || echo "deb [arch=amd64 $key] $security bookworm-security main"
	} >"$root/sources.list.new"
	apt=(-o "Dir::Etc::sourcelist=$root/sources.list" -o Dir::Etc::sourceparts=/dev/null
	     -o "Dir::State::Lists=$root/lists" -o "Dir::Cache=$root/cache" -o APT::Sandbox::User=root
	     -o APT::Architectures::=amd64 -o APT::Architectures::=i386)
	# Lists up to a day old are new enough.
	if ! cmp -s "$root/sources.list.new" "$root/sources.list" ||
			[ -z "$(find "$root/updated" -mmin -1440 2>/dev/null)" ]; then
		mv "$root/sources.list.new" "$root/sources.list"
		update_lists
	fi
}

# update_lists: asks the mirror what it has.
update_lists() {
	local log=$cache/apt.log update=(apt-get "${apt[@]}" -q -o APT::Status-Fd=1
		-o APT::Update::Error-Mode=any update)

	if [ ${#apt[@]} = 0 ]; then
		telling "asking the mirror what it has" apt_measure "$log" as_root "${update[@]}" ||
			apt_failed "$log" "cannot update apt's lists"
		return
	fi
	rm -f "$cache/apt$([ "$apt_releases" = all ] || echo "-$apt_releases")/updated"
	telling "asking the mirror for the kernels it has" apt_measure "$log" "${update[@]}" ||
		apt_failed "$log" "cannot update the lists of kernels"
	touch "$cache/apt$([ "$apt_releases" = all ] || echo "-$apt_releases")/updated"
}

# fetch PACKAGES DIRECTORY: unpacks Debian packages without installing them; from a kernel's
# package only the kernel itself and the modules of the parallel port. Exits with 3 if the
# mirror does not have them.
fetch() {
	entry "$2" fetch_into "$1"
}

fetch_into() {
	local packages=$1 dir=$2 log=$cache/download.log deb name size status=0 members

	mkdir "$dir/download" || die "cannot write to $cache"
	# shellcheck disable=SC2086
	size=$(apt-get "${apt[@]}" download --print-uris $packages 2>/dev/null |
		awk '{ size += $3 } END { print int(size / 1000000) + 1 }') || size=1
	room $((size * 2 + 50)) "$dir" "$packages"
	from_mirror "downloading $packages ($size MB)" "$log" download || {
		status=$?
		say "the mirror does not have $packages"
		exit $status
	}
	for deb in "$dir"/download/*.deb; do
		members=()
		case ${deb##*/} in
		linux-image-*-cloud-*) members=(--wildcards './boot/*') ;;
		linux-image-*)
			members=(--wildcards './boot/*' '*/kernel/drivers/parport/*'
				'*/kernel/drivers/char/lp.ko*' '*/kernel/drivers/char/ppdev.ko*')
			;;
		esac
		name=${deb##*/}
		telling "unpacking ${name%%_*}" true "$log" unpack_deb ||
			blame "$log" "cannot unpack ${deb##*/}"
	done
	rm -rf "$dir/download"
}

# Uses the variables of fetch_into.
# shellcheck disable=SC2086
download() (
	cd "$dir/download" && attended apt-get "${apt[@]}" -q -o APT::Status-Fd=1 download $packages
)
unpack_deb() { dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$dir" "${members[@]}"; }

# The release of the stock kernel whose headers are installed, e.g. 6.1.0-56-amd64.
stock_release() {
	dpkg-query -W -f '${Depends}' linux-headers-amd64 | grep -o '[0-9][^ ,]*-amd64' | head -n 1
}

# stock_kernel: gets Debian's own kernel whose headers are installed; sets $stock (release),
# $stock_image (vmlinuz), $stock_modules and $stock_headers (to build for it).
stock_kernel() {
	local status=0

	stock=$(stock_release)
	(fetch "linux-image-$stock" "$cache/stock/$stock") || status=$?
	if [ $status = 3 ]; then
		# The mirror keeps only the newest kernel.
		say "upgrading the kernel headers to what the mirror has"
		install_packages linux-headers-amd64
		stock=$(stock_release)
		fetch "linux-image-$stock" "$cache/stock/$stock"
	elif [ $status != 0 ]; then
		exit $status
	fi
	stock_headers=/lib/modules/$stock/build
	stock_unpacked "$cache/stock/$stock"
}

# stock_unpacked DIRECTORY: finds the image that fetch has unpacked.
stock_unpacked() {
	stock_image=$1/boot/vmlinuz-$stock
	stock_modules=$1/lib/modules/$stock
	[ -e "$stock_modules" ] || stock_modules=$1/usr/lib/modules/$stock
}

# stock_series SERIES FLAVOUR: the same for the newest kernel of that series (6.1, 6.12) and
# flavour (rt, cloud or none) for Debian 12; $stock is empty if there is none.
stock_series() {
	local root

	other_suites
	# A new kernel's headers are there some hours before the kernel itself is signed.
	for stock in $(apt-cache "${apt[@]}" pkgnames "linux-headers-$1." | sort -rV |
			sed -nE "s/^linux-headers-([0-9.]+(-[0-9]+|\+deb12)${2:+-$2}-amd64)\$/\1/p") ""; do
		[ -n "$stock" ] || return 0
		[ -z "$(apt-cache "${apt[@]}" show --no-all-versions "linux-image-$stock" 2>/dev/null)" ] || break
	done
	root=$cache/stock/$stock
	entry "$root" stock_into
	stock_headers=$root/usr/src/linux-headers-$stock
	stock_unpacked "$root"
}

# Unpacks an image and its headers, which find their parts wherever they are.
stock_into() {
	local dir=$1 headers=linux-headers-$stock parts

	parts=$(apt-cache "${apt[@]}" show --no-all-versions "$headers" | sed -n 's/^Depends: //p' |
		tr ',' '\n' | grep -oE 'linux-(headers|kbuild)-[^ ]+')
	fetch_into "linux-image-$stock $headers ${parts//$'\n'/ }" "$dir"
	sed -i "s|/usr/src/|$dir/usr/src/|" "$dir/usr/src/$headers/Makefile" ||
		die "cannot unpack $headers"
}

# debian_13: the same for Debian 13's kernel; from here on, the compiler is Debian 13's, too.
# $stock is empty if the mirror does not have them.
debian_13() {
	local root packages options

	other_suites
	# What apt would install if nothing were installed: all that these packages need.
	options=(-o Dir::State::status="$cache/apt/nothing" -o APT::Architectures=amd64
		 -o APT::Default-Release=trixie)
	: >"$cache/apt/nothing"
	packages=$(apt-get "${apt[@]}" "${options[@]}" -qq --simulate --no-install-recommends install \
		g++ linux-headers-amd64 pahole | sed -nE 's/^Inst ([^ ]+) \(([^ ]+) .*/\1=\2/p' |
		grep -E '^(linux-|g(cc|\+\+)|cpp|binutils|pahole|lib|zlib)') || packages=
	stock=$(sed -nE 's/^linux-image-([^ =]+-amd64)=.*/\1/p' <<<"$packages")
	[ -n "$stock" ] || return 0
	root=$cache/stock/$stock
	entry "$root" debian_13_into "${packages//$'\n'/ }"
	PATH=$root/usr/bin:$PATH
	stock_headers=$root/usr/src/linux-headers-$stock
	stock_image=$root/boot/vmlinuz-$stock
	# Debian 13 has a link for /lib; here there is none.
	stock_modules=$root/usr/lib/modules/$stock
}

# Programs of another release have to run with that release's libraries.
debian_13_into() {
	local packages=$1 dir=$2 program programs

	fetch_into "$packages" "$dir"
	sed -i "s|/usr/src/|$dir/usr/src/|" "$dir/usr/src/linux-headers-$stock/Makefile" ||
		die "cannot unpack linux-headers-$stock"
	mapfile -t programs < <(find "$dir"/usr/{bin,libexec/gcc,lib/linux-kbuild-*} -type f -perm -u+x)
	for program in "${programs[@]}"; do
		! patchelf --print-interpreter "$program" >/dev/null 2>&1 ||
			patchelf --set-interpreter "$dir/usr/lib64/ld-linux-x86-64.so.2" --force-rpath \
				--set-rpath "$dir/usr/lib/x86_64-linux-gnu" "$program" ||
			die "cannot make $program run here"
	done
}

# linux_source [SERIES]: sets $linux_version (Debian's) and $linux (an unpacked source tree);
# SERIES is 6.1 by default; "newest" is the newest that the mirror has. $linux is empty if it
# has none.
linux_source() {
	local series=${1:-6.1} package

	# Debian 12 itself has this one.
	if [ "$series" != 6.1 ]; then
		other_suites
	elif [ -z "$(candidate linux-source-6.1)" ]; then
		other_suites bookworm
	fi
	if [ "$series" = newest ]; then
		package=$(apt-cache "${apt[@]}" pkgnames linux-source- | grep -E '^linux-source-[0-9.]+$' |
			sort -V | tail -n 1)
	else
		package=linux-source-$series
	fi
	linux_version=$(candidate "$package")
	[ -n "$linux_version" ] || (update_lists) || exit
	[ -n "$linux_version" ] || linux_version=$(candidate "$package")
	linux=${linux_version:+$cache/source/$linux_version}
	[ -z "$linux" ] || entry "$linux" source_into "$package"
}

# candidate PACKAGE: prints the version that apt would install, if any.
candidate() {
	# apt treats a name that it does not know as a pattern, and shows 6.12 for 6.1.
	apt-cache "${apt[@]}" policy "$1" |
		awk -v head="$1:" '/^[^ ]/ { mine = $0 == head } mine && /^ *Candidate:/ && $2 != "(none)" { print $2 }'
}

source_into() {
	local package=$1 dir=$2 log=$cache/download.log archive total

	room 1900 "$dir" "the source of Linux"
	mkdir "$dir/deb" || die "cannot write to $cache"
	fetch_into "$package=$linux_version" "$dir/deb"
	archive=$dir/deb/usr/src/$package.tar.xz
	total=$(xz --robot --list "$archive" | awk '/^totals/ { print int($5 / 1000000) }')
	# LOG counts records of 10 KiB.
	# shellcheck disable=SC2317
	source_measure() { echo "$(($(tail -n 1 "$log") / 98)) of $total MB"; }
	telling "unpacking $package $linux_version" source_measure "$log" attended tar -C "$dir" \
		--strip-components=1 --checkpoint=1000 --checkpoint-action='echo=%u' -xf "$archive" ||
		blame "$log" "cannot unpack $package"
	rm -rf "$dir/deb"
}

# test_kernel [SERIES] FRAGMENT...: builds a kernel, once, from the source of that series (6.1),
# with tinyconfig and these fragments; sets $kernel (its build tree), which is empty if there is
# no such source. A line "#make VARIABLE=value" in a fragment is an argument for the kernel's
# make.
test_kernel() {
	local series=6.1 name

	case $1 in
	*.config) ;;
	*)
		series=$1
		shift
		;;
	esac
	linux_source "$series"
	kernel=
	[ -n "$linux" ] || return 0
	name=$(printf -- '-%s' "${@%.config}")
	name=${name/-kernel/}
	kernel=$cache/kernel/$linux_version$name-$(cd "$top/qemu" && cat "$@" | sha256sum | cut -c1-12)
	entry "$kernel" kernel_into "$@"
}

kernel_into() {
	local dir=${*: -1} log=${*: -1}.log line option lost=0 arguments

	room 700 "$dir" "a test kernel"
	(cd "$top/qemu" && cat "${@:1:$#-1}") >"$dir/fragment"
	mapfile -t arguments < <(sed -n 's/^#make //p' "$dir/fragment")
	say "configuring the test kernel ${dir##*/}"
	{ make -C "$linux" O="$dir" "${arguments[@]}" tinyconfig &&
	  (cd "$linux" && scripts/kconfig/merge_config.sh -m -O "$dir" "$dir/.config" "$dir/fragment") &&
	  make -C "$linux" O="$dir" "${arguments[@]}" olddefconfig; } >"$log" 2>&1 || blame "$log" "cannot configure the kernel"
	# If an option is there more than once, the last line counts.
	while read -r line; do
		option=${line#\# }
		option=${option%%[= ]*}
		[ "$(grep -E "^(# )?${option}[= ]" "$dir/fragment" | tail -n 1)" = "$line" ] || continue
		case $line in
		\#*) ! grep -q "^$option=" "$dir/.config" ;;
		*) grep -qxF "$line" "$dir/.config" ;;
		esac || { say "lost from the configuration: $line"; lost=1; }
	done < <(grep -E '^(CONFIG_|# CONFIG_.* is not set)' "$dir/fragment")
	[ $lost = 0 ] || die "Linux $linux_version does not accept its configuration (qemu/*.config)"
	! grep -q '^CONFIG_GDB_SCRIPTS=y' "$dir/.config" || arguments+=(scripts_gdb)
	# Most configurations have about as many steps; 32-bit ones have a few less.
	# shellcheck disable=SC2317
	build_measure() { echo "$(grep -cE '^  [A-Z]' "$log") of about 1600 steps"; }
	mv "$log" "$log.config"
	# make continues where it was interrupted; it has removed what was half done.
	touch "$dir/.resumable"
	telling "building the test kernel ${dir##*/}, once" build_measure "$log" \
		attended env CCACHE_DISABLE=1 make -C "$linux" O="$dir" -j"$jobs" "${arguments[@]}" bzImage modules ||
		blame "$log" "the kernel does not build"
	# So that whoever builds modules for it need not know.
	! grep -q '^CONFIG_CC_IS_CLANG=y' "$dir/.config" || sed -i '1a LLVM := 1' "$dir/Makefile" ||
		die "cannot write to $dir"
}

# flavour_kernel FLAVOUR [SERIES]: builds the test kernel with the sanitizers of FLAVOUR.config,
# from the source that has them; sets $kernel as test_kernel does.
flavour_kernel() {
	local series=${2:-}

	check_flavour "$1"
	[ -n "$series" ] || series=$(sed -n 's/^#source //p' "$top/qemu/$1.config")
	# shellcheck disable=SC2086
	! grep -qx '#make LLVM=1' "$top/qemu/$1.config" || need $packages_clang
	test_kernel "${series:-6.1}" kernel.config "$1.config"
}

# guest_program OUT SOURCE...: compiles a program that needs no library in the guest, for the
# kernel that guest_for was given.
guest_program() {
	local program=$1
	shift
	# One set of the kernel's headers serves both word sizes.
	gcc -m"${guest_bits:-64}" -idirafter "/usr/include/$(gcc -print-multiarch)" -O2 -static -pthread -Wall -Wextra -Wno-unused-parameter \
		-I "$top/compat/uapi" -o "$program" "$@" || die "$* does not compile"
}

# has_sanitizer KERNEL: whether it has KASAN or KCSAN.
has_sanitizer() {
	grep -qE '^CONFIG_(KASAN|KCSAN)=y' "$1/.config"
}

# check_instrumented DIRECTORY KERNEL: checks, in a build for a kernel with KASAN or KCSAN, that
# the memory accesses of every C++ object are instrumented.
check_instrumented() {
	local source object checks bad=0 seen=0

	if grep -q '^CONFIG_KASAN=y' "$2/.config"; then
		checks='__asan_(report_)?(load|store)'
	else
		checks='__tsan_(volatile_|atomic)?(read|write|[0-9])'
	fi
	while read -r source; do
		# These only make calls, or are a table, or are for 32 bits: they have no access to check.
		case $source in
		module/rt/new.cc | compat/base/image_chain.cc | compat/ex/uuid.cc | compat/io/configuration.cc | \
			compat/io/hard_error.cc | compat/io/idle.cc | compat/io/symbolic_link.cc | compat/ke/address.cc | \
			compat/ke/processor.cc | compat/load/routine_table.cc | compat/load/start.cc | \
			compat/ob/section.cc) continue ;;
		esac
		object=$1/${source%.cc}.o
		seen=$((seen + 1))
		[ -e "$object" ] || { say "$object was not built"; bad=1; continue; }
		nm -u "$object" | grep -E " $checks" >/dev/null || {
			say "$object is not instrumented"
			bad=1
		}
	done < <(cd "$top" && find module compat -name '*.cc')
	[ $bad = 0 ] && [ $seen != 0 ]
}
