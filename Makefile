# SPDX-License-Identifier: GPL-2.0
# ntparport: the user's commands. `make help` lists them.

# make try SHELL=1 asks for a prompt in the guest, and does not name a shell.
ifeq ($(origin SHELL),command line)
export TRY_PROMPT := $(value SHELL)
override SHELL := /bin/sh
endif

# KDIR is where the kernel is built, or its headers; OUT is where to build the modules: never in
# the source tree.
KDIR ?= /lib/modules/$(shell uname -r)/build
caches := $(or $(value XDG_CACHE_HOME),$(if $(value HOME),$(value HOME)/.cache))
cache := $(or $(value NTPARPORT_CACHE),$(if $(caches),$(caches)/ntparport))
# The folder as it was given: the shell has to see it before make or Kbuild takes it apart.
export FOLDER := $(if $(filter undefined,$(origin OUT)),$(if $(cache),$(cache)/build),$(value OUT))
override OUT := $(abspath $(FOLDER))
# Debian's PATH for users does not include depmod.
export PATH := $(value PATH):/usr/local/sbin:/usr/sbin:/sbin
# For a kernel built by clang, modules are built by clang, too.
kernel_compiler = $(if $(shell grep -s '^CONFIG_CC_IS_CLANG=y' "$(KDIR)/include/config/auto.conf"),LLVM=1)
# A name may contain anything, so the shell must not interpret it.
override FILE := $(value FILE)
override REASON := $(value REASON)
override DRIVER := $(value DRIVER)
override PARAMETERS := $(value PARAMETERS)
override RUN := $(value RUN)
override DEVICE := $(value DEVICE)
# Variables that the commands below use.
export DRIVER PARAMETERS RUN DEVICE PORTS KERNEL PATIENCE
export V FILE KERNELS FLAVOUR SUITE MINUTES SMP FIRE CASE SEED OPERATIONS CALLS FUZZ ROUNDS INPUTS PART REASON

sources := Kbuild module compat kunit

help:
	@echo "make run [FILE=path]  print FILE through an emulated port, interrupt by interrupt"
	@echo "make try DRIVER=folder [RUN=\"program args\"] [DEVICE=printer|loopback|file.py]  your driver in a guest"
	@echo "         [PARAMETERS=\"Timeout=dword:30\"] [PORTS=1|2|pci] [KERNEL=stock|stock-rt|newest]"
	@echo "         [SHELL=1] [PATIENCE=60]  a prompt there; seconds that each step may take (README.md)"
	@echo "make test [FLAVOUR=kasan|kcsan|rt|plain|i386] [SUITE=area] [V=1] [PART=2/4]  run all tests in QEMU"
	@echo "make matrix [KERNELS=\"stock stock-rt 6.1-kcsan newest\"]  on many kernels"
	@echo "make debug [SUITE=area]  a guest for gdb"
	@echo "make soak [MINUTES=30] [SMP=\"1 2 4\"] [FLAVOUR=kasan]  everything at once, for long"
	@echo "make hosttest [CASE=file] [PART=2/4]  the core, rooms of compat/ and the tools in user space,"
	@echo "                      against the rules, at random"
	@echo "make coverage         which lines the tests run, by folder"
	@echo "make check [PART=2/4] checkpatch, sparse, clang-tidy, codespell"
	@echo "make bench [REASON=\"why\"]  what everything costs, in instructions; a new baseline"
	@echo "make modules [KDIR=kernel build tree] [OUT=folder]"
	@echo "make install          install the modules for the running kernel, what drivers are"
	@echo "                      built with, ntparportctl, man pages; make uninstall"
	@echo "make dkms             the same for every kernel, also those to come (needs dkms)"
	@echo "make deb              Debian packages; make test-packages tries them"
	@echo "make test-secure      what loads, and what does not, with Secure Boot"
	@echo "PART=2/4              the second of four parts of what takes long"

run:
	@exec qemu/run.sh "$$FILE"

try test matrix soak debug coverage check bench deb:
	@exec qemu/$@.sh

test-packages:
	@exec qemu/packages.sh

test-secure:
	@exec qemu/secure.sh

hosttest:
	@exec kunit/host/$@.sh

modules:
	@case "$$FOLDER" in \
	"") echo "HOME is not set: name a folder to build in with OUT=folder" >&2; exit 1;; \
	*[][:space:]\'\"\`\$$\\\;\&\|\<\>\(\)*?[{}\!\#%:,=^]*) \
		printf "Linux cannot build modules in the folder '%s': name one without blanks, quotes, \$$ and the like with OUT=folder\n" "$$FOLDER" >&2; exit 1;; esac
	@test -e "$(KDIR)/include/config/auto.conf" || { echo "no kernel build tree at $(KDIR): install linux-headers-$$(uname -r), or name one with KDIR=" >&2; exit 1; }
	@mkdir -p "$(OUT)"
	@# What differs, whatever its date; what is no more there goes, and what was made of it.
	@find $(sources) -type f | while read -r f; do \
		cmp -s "$$f" "$(OUT)/$$f" || install -D -m "$$(stat -c %a "$$f")" "$$f" "$(OUT)/$$f" || exit 1; done
	@version=$$(module/tools/version) && { [ "$$version" = "$$(cat "$(OUT)/module/VERSION" 2>/dev/null)" ] || \
		echo "$$version" >"$(OUT)/module/VERSION"; }
	@here=$$(pwd) && cd "$(OUT)" && find $(sources) -type f \( -name '*.[ch]' -o -name '*.cc' -o -name '*.hh' -o -name Kbuild \) \
		! -name '*.mod.c' ! -name '*.entry.c' ! -path '*/.includes/*' | while read -r f; do test -e "$$here/$$f" || rm -f "$$f" "$${f%.*}.o"; done
	@$(MAKE) --no-print-directory -C "$(KDIR)" M="$(OUT)" $(kernel_compiler) $(KFLAGS) modules

# What drivers are built with.
kit := compat/include compat/uapi compat/user compat/kit compat/driver.mk compat/samples \
	compat/README.md compat/NAMES.md compat/TUTORIAL.md compat/WINDOWS-READERS.md compat/LINUX-READERS.md
# Where programs and what the system reads go; packages say otherwise.
prefix ?= /usr/local
firmware ?= /lib/firmware
DESTDIR ?= $(INSTALL_MOD_PATH)
# Where the modules go: kernelrelease says otherwise in Debian's trees.
modlib = $$($(MAKE) --no-print-directory -s -C "$(KDIR)" M="$(OUT)" -E 'nt-modlib:;@echo $$(MODLIB)' nt-modlib 2>/dev/null)
# Without the key that the kernel was built with, Linux would try to sign, and say that it cannot.
unsigned = $(shell key=$$(sed -n 's/^CONFIG_MODULE_SIG_KEY="\(.*\)"/\1/p' "$(KDIR)/include/config/auto.conf" 2>/dev/null); \
	case $$key in (pkcs11:*) exit;; esac; cd "$(KDIR)" && test -e "$$key" || echo CONFIG_MODULE_SIG_ALL=)

install: modules install-tools
	@$(MAKE) --no-print-directory -C "$(KDIR)" M="$(OUT)" $(kernel_compiler) $(unsigned) modules_install
	@modlib=$(modlib) && \
		dir="$${modlib:?}/ntparport" && rm -rf "$$dir" && mkdir -p "$$dir/compat" "$$dir/module" && \
		cp -r $(kit) "$$dir/compat/" && \
		cp module/ntparport.h "$$dir/module/" && cp "$(OUT)/Module.symvers" "$$dir/" && \
		$(if $(INSTALL_MOD_PATH),,depmod -a "$$(basename "$$modlib")" &&) echo "  INSTALL $$dir"

# The name under which the kernel finds settings, a link. A folder, or a link of the user's own, stays;
# what earlier versions left in a folder goes.
settings = $(DESTDIR)$(firmware)/ntparport
settings_inside = [ "$$(readlink "$(settings)/ntparport")" != /etc/ntparport ] || rm -f "$(settings)/ntparport"

# The version is put into whatever shows it.
install-tools:
	@version=$$(module/tools/version) && put() { \
		install -D -m "$$1" /dev/null "$$3" && \
		sed -e "s/@VERSION@/$$version/" -e "/^\.TH /s/ ntparport / \"ntparport $$version\" /" "$$2" >"$$3" && \
		echo "  INSTALL $$3"; } && at="$(DESTDIR)$(prefix)" && \
	for tool in ntparportctl ntparport-driver; do \
		put 755 module/tools/$$tool "$$at/sbin/$$tool" || exit; done && \
	for page in module/man/*.[1-9]; do \
		put 644 $$page "$$at/share/man/man$${page##*.}/$${page##*/}" || exit; done && \
	for file in module/tools/*.bash-completion; do [ ! -e $$file ] || \
		put 644 $$file "$$at/share/bash-completion/completions/$$(basename $$file .bash-completion)" || exit; done && \
	for part in module/tools/ntparportctl_*.py; do \
		put 644 $$part "$$at/share/ntparportctl/$${part##*/}" || exit; done && \
	put 644 module/tools/50-ntparport.rules "$$at/lib/udev/rules.d/50-ntparport.rules" && \
	mkdir -p "$(DESTDIR)/etc/ntparport" "$(DESTDIR)$(firmware)" && \
	case "$$(readlink "$(settings)")" in \
	/etc/ntparport) ;; \
	"") if [ -e "$(settings)" ]; then $(settings_inside); \
			echo "$(settings) is no link to /etc/ntparport: the kernel finds the settings in it, and not those in /etc/ntparport"; \
		else ln -s /etc/ntparport "$(settings)"; fi;; \
	*) if [ -e "$(settings)" ]; then echo "$(settings) is a link of yours: it stays"; \
		else ln -sfn /etc/ntparport "$(settings)"; fi;; esac

install-kit:
	@at="$(DESTDIR)$(prefix)/share/ntparport" && mkdir -p "$$at/compat" "$$at/module" && \
		cp -r $(kit) "$$at/compat/" && cp module/ntparport.h "$$at/module/" && \
		module/tools/version >"$$at/module/VERSION" && echo "  INSTALL $$at"

# The source as DKMS wants it: with its version, without suites.
install-source:
	@version=$$(module/tools/version) && at="$(DESTDIR)/usr/src/ntparport-$$version" && rm -rf "$$at" && mkdir -p "$$at" && \
		cp -r COPYING Kbuild module compat "$$at/" && \
		echo "$$version" >"$$at/module/VERSION" && \
		sed "s/^PACKAGE_VERSION=.*/PACKAGE_VERSION=\"$$version\"/" dkms.conf >"$$at/dkms.conf" && \
		echo "  INSTALL $$at"

dkms: install-tools
	@command -v dkms >/dev/null || { echo "there is no dkms: install the package of that name" >&2; exit 1; }
	@# One version at a time; what Debian's package has registered is that package's.
	@for old in /var/lib/dkms/ntparport/*/source; do [ -e "$$old" ] || continue; \
		old=$$(readlink -f "$$old") && old=$${old##*/ntparport-} && \
		if dpkg -S "/usr/src/ntparport-$$old/dkms.conf" >/dev/null 2>&1; then \
			echo "the package ntparport-dkms is installed: remove it first" >&2; exit 1; fi; \
		dkms remove "ntparport/$$old" --all && rm -rf "/usr/src/ntparport-$$old" || exit; done
	@$(MAKE) --no-print-directory install-source
	@version=$$(module/tools/version) && dkms add "ntparport/$$version" && \
		for kernel in /lib/modules/*/build/include; do \
			[ ! -e "$$kernel" ] || { kernel=$${kernel#/lib/modules/}; dkms install "ntparport/$$version" -k "$${kernel%%/*}"; } || exit; done
	@! command -v ntparport-driver >/dev/null || ntparport-driver rebuild

uninstall:
	@if [ -z "$(DESTDIR)" ] && command -v dkms >/dev/null; then for old in /usr/src/ntparport-*/dkms.conf; do \
		[ -e "$$old" ] && ! dpkg -S "$$old" >/dev/null 2>&1 || continue; \
		old=$${old#/usr/src/ntparport-} && old=$${old%/dkms.conf} && \
		{ ! command -v ntparport-driver >/dev/null || ntparport-driver remove --all; } && \
		{ [ ! -e "/var/lib/dkms/ntparport/$$old" ] || dkms remove "ntparport/$$old" --all; } && \
		rm -rf "/usr/src/ntparport-$$old" || exit; done; fi
	@# Nothing to remove for a kernel whose headers are not there.
	@if [ -e "$(KDIR)/include/config/auto.conf" ]; then modlib=$(modlib) && : "$${modlib:?}" || exit; \
		for module in ntparport ntparport_printer ntparport_listener ntparport_monitor ntparport_pipe; do \
			find "$$modlib/updates" "$$modlib/extra" ! -path '*/dkms/*' -name "$$module.ko*" -delete 2>/dev/null; done; \
		find "$$modlib/updates" "$$modlib/extra" -depth -type d -empty -delete 2>/dev/null; \
		rm -rf "$$modlib/ntparport" && \
		$(if $(INSTALL_MOD_PATH),,depmod -a "$$(basename "$$modlib")" &&) echo "  REMOVE  $$modlib/ntparport"; fi
	@at="$(DESTDIR)$(prefix)" && rm -rf "$$at/share/ntparportctl" && \
		rm -f "$$at/sbin/ntparportctl" "$$at/sbin/ntparport-driver" \
		"$$at/lib/udev/rules.d/50-ntparport.rules" && \
		for page in module/man/*.[1-9]; do rm -f "$$at/share/man/man$${page##*.}/$${page##*/}"; done && \
		for file in module/tools/*.bash-completion; do \
			rm -f "$$at/share/bash-completion/completions/$$(basename $$file .bash-completion)"; done
	@if [ "$$(readlink "$(settings)")" = /etc/ntparport ]; then rm -f "$(settings)"; \
	elif [ -L "$(settings)" ] || [ -e "$(settings)" ]; then $(settings_inside); echo "$(settings) is no link of ntparport's: it stays"; fi
	@rmdir "$(DESTDIR)/etc/ntparport" 2>/dev/null || test ! -d "$(DESTDIR)/etc/ntparport" || \
		echo "$(DESTDIR)/etc/ntparport has settings: it stays"

.PHONY: help run try test matrix soak debug hosttest coverage check bench deb test-packages test-secure modules install \
	install-tools install-kit install-source dkms uninstall
