# SPDX-License-Identifier: GPL-2.0
# ntparport: the user's commands. `make help` lists them.

# make try SHELL=1 asks for a prompt in the guest, and does not name a shell.
ifeq ($(SHELL),$(filter 0 1,$(SHELL)))
export TRY_PROMPT := $(SHELL)
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
export FILE KERNELS FLAVOUR SUITE MINUTES SMP FIRE CASE SEED OPERATIONS CALLS FUZZ ROUNDS INPUTS MUTANTS REASON

sources := Kbuild module compat kunit

help:
	@echo "make run [FILE=path]  print FILE through an emulated port, interrupt by interrupt"
	@echo "make try DRIVER=folder [RUN=\"program args\"] [DEVICE=printer|loopback|file.py]  your driver in a guest"
	@echo "make test [FLAVOUR=kasan|kcsan|rt|plain|i386] [SUITE=area]  run all tests in QEMU"
	@echo "make matrix [KERNELS=\"stock stock-rt 6.1-kcsan newest\"]  on many kernels"
	@echo "make debug            a guest for gdb"
	@echo "make soak [MINUTES=30] [SMP=\"1 2 4\"]  everything at once, for long"
	@echo "make hosttest [CASE=file]  the core in user space, against the rules, at random"
	@echo "make coverage         which lines the tests run, by folder"
	@echo "make check            checkpatch, sparse, clang-tidy, codespell"
	@echo "make bench [REASON=\"why\"]  what everything costs, in instructions; a new baseline"
	@echo "make modules [KDIR=kernel build tree] [OUT=folder]"
	@echo "make install          install the modules for the running kernel, what drivers are"
	@echo "                      built with, ntparportctl, man pages"

run:
	@exec qemu/run.sh "$$FILE"

try test matrix soak debug coverage check bench:
	@exec qemu/$@.sh

hosttest:
	@exec kunit/host/$@.sh

modules:
	@case "$$FOLDER" in \
	"") echo "HOME is not set: name a folder to build in with OUT=folder" >&2; exit 1;; \
	*[][:space:]\'\"\`\$$\\\;\&\|\<\>\(\)*?[{}\!\#%:,=^]*) \
		printf "Linux cannot build modules in the folder '%s': name one without blanks, quotes, \$$ and the like with OUT=folder\n" "$$FOLDER" >&2; exit 1;; esac
	@test -e "$(KDIR)/include/config/auto.conf" || { echo "no kernel build tree at $(KDIR): install linux-headers-$$(uname -r), or name one with KDIR=" >&2; exit 1; }
	@mkdir -p "$(OUT)"
	@# What differs, whatever its date; what is no more there goes.
	@find $(sources) -type f | while read -r f; do \
		cmp -s "$$f" "$(OUT)/$$f" || install -D -m "$$(stat -c %a "$$f")" "$$f" "$(OUT)/$$f" || exit 1; done
	@here=$$(pwd) && cd "$(OUT)" && find $(sources) -type f \( -name '*.[ch]' -o -name '*.cc' -o -name '*.hh' -o -name Kbuild \) \
		! -name '*.mod.c' ! -name '*.entry.c' ! -path '*/.includes/*' | while read -r f; do test -e "$$here/$$f" || rm -f "$$f"; done
	@$(MAKE) --no-print-directory -C "$(KDIR)" M="$(OUT)" $(kernel_compiler) $(KFLAGS) modules

install: modules
	@$(MAKE) --no-print-directory -C "$(KDIR)" M="$(OUT)" $(kernel_compiler) modules_install
	@# Where the modules went: kernelrelease says something else in Debian's trees.
	@modlib=$$($(MAKE) --no-print-directory -s -C "$(KDIR)" M="$(OUT)" -E 'nt-modlib:;@echo $$(MODLIB)' nt-modlib 2>/dev/null) && \
		dir="$${modlib:?}/ntparport" && rm -rf "$$dir" && mkdir -p "$$dir/compat" "$$dir/module" && \
		cp -r compat/include compat/uapi compat/user compat/kit compat/driver.mk compat/samples compat/README.md compat/NAMES.md "$$dir/compat/" && \
		cp module/ntparport.h "$$dir/module/" && cp "$(OUT)/Module.symvers" "$$dir/" && \
		$(if $(INSTALL_MOD_PATH),,depmod -a "$$(basename "$$modlib")" &&) echo "  INSTALL $$dir"
	install -D -m 755 module/tools/ntparportctl "$(INSTALL_MOD_PATH)/usr/local/sbin/ntparportctl"
	install -D -m 644 module/man/ntparport.4 "$(INSTALL_MOD_PATH)/usr/local/share/man/man4/ntparport.4"
	install -D -m 644 module/man/ntparportctl.8 "$(INSTALL_MOD_PATH)/usr/local/share/man/man8/ntparportctl.8"

.PHONY: help run try test matrix soak debug hosttest coverage check bench modules install
