#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Tries the Debian packages as a user would: in a bare Debian 12 and 13, they are built, installed,
# booted, used by somebody who is not root, taken along by a kernel upgrade, and purged.
# Prints a line for each case, and the count. RELEASES="bookworm trixie" chooses.
#
# The systems are made by debootstrap and live in the cache; DKMS builds in a chroot, and only what
# comes of it is booted in QEMU. To be run as root, or by somebody with sudo. With --prepare, the
# systems are made and nothing is tried.

# shellcheck source=qemu/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=qemu/guest.sh
. "$top/qemu/guest.sh"

prepare=${1:-}
case $prepare in
"" | --prepare) ;;
*) die "$prepare: --prepare, or nothing" ;;
esac
read -ra releases <<<"${RELEASES:-bookworm trixie}"
[[ ${releases[*]} =~ ^(bookworm|trixie)(\ (bookworm|trixie))*$ ]] || die "RELEASES=$RELEASES: bookworm, trixie or both"
if [ "$(id -u)" != 0 ]; then
	as_root true || die "only root can make a chroot, and there is no sudo"
	exec sudo env NTPARPORT_CACHE="$cache" RELEASES="${RELEASES:-}" "$0" "$@"
fi
# shellcheck disable=SC2086
need $packages_chroot
find_mirrors
version=$("$top/module/tools/version")
kept=$cache/packages
mkdir -p "$kept"
exec {packages_lock}>>"$kept/lock"
lock "$packages_lock" "$kept/lock"
passed=0
failed=0

# check NAME COMMAND...: one case.
check() {
	local name=$1
	shift

	if "$@" >>"$log" 2>&1; then
		passed=$((passed + 1))
		echo "ok $((passed + failed)) $release: $name"
	else
		failed=$((failed + 1))
		echo "not ok $((passed + failed)) $release: $name (see $log)"
	fi
}

# in_root ROOT COMMAND...: runs it in there; what it starts and mounts ends with it. Packages that
# are downloaded stay in a folder beside ROOT.
in_root() {
	local root=$1
	shift

	# shellcheck disable=SC2016
	env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C DEBIAN_FRONTEND=noninteractive \
		unshare --mount --pid --fork --kill-child sh -c 'mount -t proc proc "$0/proc" &&
			mount --bind "$1" "$0/var/cache/apt/archives" && shift && exec chroot "$0" "$@"' \
		"$root" "$kept/$release/archives" "$@" </dev/null
}

# As little as debootstrap makes.
first_into() {
	telling "debootstrap of $release" true "$1.log" attended debootstrap --variant=minbase \
		--include=systemd-sysv,udev,kmod "$release" "$1/root" "$mirror" || blame "$1.log" "debootstrap failed"
}

# prepared DIRECTORY PACKAGE...: a copy of that, with these packages.
prepared() {
	local dir=$1 root=$1/root suite
	shift

	cp -a --reflink=auto "$kept/$release/stage1/root" "$root" || die "cannot write to $cache"
	cp /etc/resolv.conf "$root/etc/"
	{
		echo "deb $mirror $release main"
		[ -z "$security" ] || echo "deb $security $release-security main"
		echo "deb $mirror $release-backports main"
	} >"$root/etc/apt/sources.list"
	cat >"$root/etc/apt/apt.conf.d/90-test" <<-'END'
		APT::Install-Recommends "false";
		APT::Sandbox::User "root";
		Acquire::Languages "none";
		Binary::apt-get::APT::Keep-Downloaded-Packages "true";
		DPkg::Options { "--force-unsafe-io"; };
	END
	printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
	chmod 755 "$root/usr/sbin/policy-rc.d"
	# The guest has its disk on virtio, and nothing else.
	mkdir -p "$root/etc/initramfs-tools/conf.d"
	echo MODULES=list >"$root/etc/initramfs-tools/conf.d/test"
	printf '%s\n' virtio_pci virtio_blk ext4 >"$root/etc/initramfs-tools/modules"
	{ telling "updating the lists of $release" true "$dir.log" in_root "$root" apt-get -q update &&
	  telling "installing what $release needs" true "$dir.log" in_root "$root" apt-get -q -y install "$@"; } ||
		blame "$dir.log" "cannot install $*"
}

base_into() {
	# shellcheck disable=SC2086
	prepared "$1" initramfs-tools $packages_target
	# What a kernel upgrade will want.
	in_root "$1/root" apt-get -q -y --download-only -t "$release-backports" install \
		linux-image-amd64 linux-headers-amd64 >>"$1.log" 2>&1 || true
}
builder_into() {
	# shellcheck disable=SC2086
	prepared "$1" $packages_deb
}

# Builds the packages in there, from this tree.
build_packages() {
	local root=$kept/$release/builder/root

	rm -rf "$root/src" &&
		"$top/qemu/deb.sh" --tree "$root/src/ntparport-$version" &&
		in_root "$root" sh -c 'cd /src/ntparport-* && dpkg-buildpackage -us -uc -b'
}
lint_packages() {
	in_root "$kept/$release/builder/root" sh -c 'cd /src && lintian --allow-root --fail-on error,warning *.changes'
}

install_debs() {
	mkdir -p "$root/debs" && cp "$kept/$release/builder/root/src/"*.deb "$root/debs/" &&
		in_root "$root" sh -c 'apt-get -q -y install /debs/*.deb'
	local status=$?
	rm -rf "$root/debs"
	return $status
}

# The newest kernel in there.
newest() { find "$root/lib/modules" -mindepth 1 -maxdepth 1 -printf '%f\n' | sort -V | tail -n 1; }
is_built() { in_root "$root" dkms status | grep "^$1/" | grep -F ", $(newest), " | grep ': installed'; }
knows_version() {
	[ "$(modinfo -F version "$root/lib/modules/$(newest)/updates/dkms/$1".ko*)" = "$version" ]
}
# DKMS signs only where there is openssl to make a key with.
is_signed() {
	modinfo -F signer "$root/lib/modules/$(newest)/updates/dkms/$1".ko* | grep .
}
page_knows_version() { zgrep -F "ntparport $version" "$root/usr/share/man/man8/$1.8.gz"; }

# A user's folder with a driver: the printer of the samples under a name of its own.
driver_folder() {
	mkdir -p "$root/home/user/lptdrv"
	cp "$top"/compat/samples/{printer.c,port.[ch]} "$root/home/user/lptdrv/"
	cat >"$root/home/user/lptdrv/Kbuild" <<-'END'
		obj-m := lptdrv.o
		lptdrv-y := printer.o port.o
		lptdrv-license := GPL
		include $(NTPARPORT)/compat/driver.mk
	END
}
by_hand() {
	# shellcheck disable=SC2016
	in_root "$root" sh -c 'cp -r /home/user/lptdrv /tmp/byhand && cd /tmp/byhand && make -s -C "/lib/modules/$1/build" \
		M=/tmp/byhand NTPARPORT=/usr/share/ntparport modules && test -e lptdrv.ko; status=$?; rm -rf /tmp/byhand; exit $status' sh "$(newest)"
}
# A mistake: what was there before is there afterwards.
refused() {
	local before

	before=$(in_root "$root" ntparport-driver list)
	echo '#error a mistake' >>"$root/home/user/lptdrv/port.c"
	! in_root "$root" ntparport-driver add /home/user/lptdrv || return
	cp "$top/compat/samples/port.c" "$root/home/user/lptdrv/"
	[ "$before" = "$(in_root "$root" ntparport-driver list)" ] && [ -n "$before" ] && is_built lptdrv
}
# A change: the same driver, another version.
changed() {
	local before

	before=$(in_root "$root" ntparport-driver list)
	sed -i 's/^lptdrv-license/lptdrv-version := 2.5\n&/' "$root/home/user/lptdrv/Kbuild"
	in_root "$root" ntparport-driver add /home/user/lptdrv && is_built lptdrv &&
		[ "$before" != "$(in_root "$root" ntparport-driver list)" ] &&
		[ "$(in_root "$root" ntparport-driver list | wc -l)" = 1 ]
}

# The folder of the tutorial (compat/TUTORIAL.md): its driver and its program, built by a user with what
# ntparport-dev has installed.
tutorial_folder() {
	mkdir -p "$root/home/user/meter" && cp "$top/qemu/try/meter/meter.c" "$root/home/user/meter/METER.C" || return
	cat >"$root/home/user/meter/SOURCES" <<-'END'
		TARGETNAME=METER
		TARGETPATH=obj
		TARGETTYPE=DRIVER
		SOURCES=METER.C
	END
	cat >"$root/home/user/meter/Makefile" <<-'END'
		include $(NTPARPORT)/compat/user/user.mk
		thermo: THERMO.C libntparport.a; $(CC) -x c $(NTPARPORT_CPPFLAGS) -O2 -o $@ $< -x none $(NTPARPORT_LIBS)
	END
	# shellcheck disable=SC2016
	in_root "$root" sh -c 'chown -R user: /home/user/meter && exec runuser -u user -- env HOME=/home/user sh -ec "$1"' sh '
		kit=/usr/share/ntparport
		cd ~/meter
		cp $kit/compat/user/examples/thermo.c THERMO.C
		python3 -B $kit/compat/kit/from_sources.py SOURCES >Kbuild
		sed -i "s/^\(.*-license :=\).*/\1 GPL/" Kbuild
		make NTPARPORT=$kit
		test -x thermo'
}

people() {
	in_root "$root" sh -c 'useradd -m -G lp user; useradd -m other
		cc -I /usr/share/ntparport/compat/uapi -o /usr/local/bin/devctl /usr/share/ntparport/compat/samples/devctl.c'
	echo 'SUBSYSTEM=="ntparport_node", KERNEL=="ntmonitor*", GROUP="daemon", MODE="0640"' \
		>"$root/etc/udev/rules.d/70-own.rules"
	cp "$top/qemu/testpage.txt" "$root/page"
	install -m 755 "$top/qemu/guest/packages" "$root/usr/local/bin/packages-test"
	cat >"$root/etc/systemd/system/packages-test.service" <<-'END'
		[Unit]
		After=multi-user.target
		[Service]
		ExecStart=/usr/local/bin/packages-test
		[Install]
		WantedBy=multi-user.target
	END
	mkdir -p "$root/etc/systemd/system/multi-user.target.wants"
	ln -sf ../packages-test.service "$root/etc/systemd/system/multi-user.target.wants/"
}

# boot NAME: boots the newest kernel in there; the guest's cases are ours.
boot() {
	local name=$1 kernel disk=$kept/$release/disk printed=$kept/$release/printed verdict case

	kernel=$(newest)
	rm -f "$disk" "$printed"
	truncate -s $(($(du -sm "$root" | cut -f 1) * 5 / 4 + 300))M "$disk"
	check "$name: Linux $kernel on a disk" mke2fs -q -t ext4 -O ^has_journal -m 0 -d "$root" "$disk"
	lpt=()
	lpt_add "$printed"
	guest_append="root=/dev/vda rw version=$version mitigations=off systemd.show_status=false"
	check "$name: boots" boot_guest "packages-$release" "$root/boot/vmlinuz-$kernel" "$root/boot/initrd.img-$kernel" 600 \
		-m 1G -drive "file=${disk//,/,,},format=raw,if=virtio,cache=unsafe" "${lpt[@]}"
	while read -r verdict case; do
		check "$name: $case" test "$verdict" = ok
	done < <(tr -d '\r' <"$logs/packages-$release.results" |
		sed -nE 's/^ktap=ok [0-9]+ /ok /p; s/^ktap=not ok [0-9]+ /not_ok /p')
	check "$name: the guest came to its end, and its kernel has not complained" judge_guest "packages-$release"
	# Behind the page is what the tutorial's driver asks its instrument: one R for a reading.
	{ cat "$top/qemu/testpage.txt" && printf R; } >"$printed.expected"
	check "$name: what left the port is what the user printed, and asked" cmp "$printed" "$printed.expected"
	rm -f "$disk" "$printed.expected"
}

# A kernel that is newer: backports', or where those have none another flavour.
upgrade() {
	local before

	before=$(newest)
	in_root "$root" apt-get -q -y -t "$release-backports" install linux-image-amd64 linux-headers-amd64 || return
	[ "$before" != "$(newest)" ] ||
		in_root "$root" apt-get -q -y install linux-image-rt-amd64 linux-headers-rt-amd64
	[ "$before" != "$(newest)" ]
}

# All that is there, without what the kernel's packages and apt's records have changed.
files() {
	(cd "$root" && find . -xdev ! -type s ! -path './var/lib/dpkg/*' ! -path './var/lib/apt/*' ! -path './var/log/*' \
		! -path './var/cache/*' ! -path './boot/*' ! -path './home*' -printf '/%P\n') | sort
}
owned() {
	# Debian 13 has files in /usr that packages have elsewhere.
	cat "$root"/var/lib/dpkg/info/*.list | sed -n 'p; s#^/usr/lib/#/lib/#p; s#^/lib/#/usr/lib/#p' | sort -u
}
nothing_left() {
	local more less

	files >"$kept/$release/after"
	# A kernel makes lists of its modules; DKMS keeps the machine's key for all; userdel makes copies.
	more=$(comm -13 "$kept/$release/before" "$kept/$release/after" | comm -23 - <(owned) |
		grep -vE '/lib/modules/[^/]*/modules\.[a-z.]*$|^/var/lib/dkms/mok\.|^/etc/[a-z]*-$|^/(vmlinuz|initrd\.img)(\.old)?$' || true)
	# A kernel upgrade brings other versions of packages.
	less=$(comm -23 "$kept/$release/before" "$kept/$release/after" | comm -23 - "$kept/$release/before.owned")
	printf 'left: %s\ngone: %s\n' "$more" "$less"
	[ -z "$more$less" ]
}

try() {
	local root=$kept/$release/root

	log=$kept/$release/log
	mkdir -p "$kept/$release/archives/partial"
	: >"$log"
	entry "$kept/$release/stage1" first_into
	entry "$kept/$release/builder" builder_into
	entry "$kept/$release/base" base_into
	[ -z "$prepare" ] || return 0
	rm -rf "$root"
	cp -a --reflink=auto "$kept/$release/base/root" "$root" || die "cannot write to $cache"
	files >"$kept/$release/before"
	owned >"$kept/$release/before.owned"

	check "the packages build" build_packages
	check "lintian finds nothing" lint_packages
	say "$release: installing the packages, building the modules"
	check "they install" install_debs
	check "DKMS has built ntparport" is_built ntparport
	check "the module has the version" knows_version ntparport
	check "the module is signed" is_signed ntparport
	check "ntparportctl(8) has the version" page_knows_version ntparportctl
	people >>"$log" 2>&1
	driver_folder
	check "a driver builds with NTPARPORT=/usr/share/ntparport" by_hand
	check "ntparport-driver adds a driver" in_root "$root" ntparport-driver add /home/user/lptdrv
	check "DKMS has built the driver" is_built lptdrv
	check "the driver is signed" is_signed lptdrv
	check "a driver with a mistake is refused, and the old one stays" refused
	check "a changed driver takes the old one's place" changed
	check "a user builds the tutorial's program and Kbuild" tutorial_folder
	# It is loaded when its case begins: each routine that looks at the port's status changes it.
	check "ntparport-driver adds the tutorial's driver" in_root "$root" ntparport-driver add --no-load /home/user/meter
	check "DKMS has built the tutorial's driver" is_built METER
	say "$release: booting"
	boot "first boot"
	say "$release: a new kernel"
	check "a kernel upgrade" upgrade
	check "DKMS has built ntparport for it" is_built ntparport
	check "DKMS has built the driver for it" is_built lptdrv
	check "DKMS has built the tutorial's driver for it" is_built METER
	say "$release: booting the new kernel"
	boot "new kernel"
	rm -f "$root/page" "$root/etc/udev/rules.d/70-own.rules" "$root/usr/local/bin/devctl" \
		"$root/usr/local/bin/packages-test" "$root/etc/systemd/system/packages-test.service" \
		"$root/etc/systemd/system/multi-user.target.wants/packages-test.service"
	in_root "$root" sh -c 'userdel user; userdel other' >>"$log" 2>&1
	check "apt purge" in_root "$root" apt-get -q -y purge ntparport-dkms ntparport-tools ntparport-dev
	check "nothing is left" nothing_left
	[ $failed != 0 ] || rm -rf "$root"
}

for release in "${releases[@]}"; do
	try
done
[ -z "$prepare" ] || exit 0
echo "$passed passed, $failed failed, 0 skipped"
[ $failed = 0 ]
