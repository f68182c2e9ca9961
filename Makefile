# SPDX-License-Identifier: GPL-2.0
# ntparport: the user's commands. `make help` lists them.

# Where the kernel is built (its headers), and where to build the modules:
# never in the source tree.
KDIR ?= /lib/modules/$(shell uname -r)/build
OUT ?= $(or $(NTPARPORT_CACHE),$(or $(XDG_CACHE_HOME),$(HOME)/.cache)/ntparport)/build
FILE ?=
# What the commands below take beside FILE.
export KERNELS FLAVOUR SUITE

sources := Kbuild module compat kunit

help:
	@echo "make run [FILE=path]  print FILE through an emulated port, interrupt by interrupt"
	@echo "make test [FLAVOUR=kasan|kcsan|rt|plain|i386] [SUITE=area]  run all tests in QEMU"
	@echo "make matrix [KERNELS=\"stock stock-rt 6.1-plain newest\"]  on many kernels"
	@echo "make debug            a guest for gdb"
	@echo "make soak [MINUTES=30] [SMP=\"1 2 4\"]  everything at once, for long"
	@echo "make check            checkpatch, sparse, clang-tidy, codespell"
	@echo "make bench            what an interrupt costs, in instructions"
	@echo "make modules [KDIR=kernel build tree] [OUT=folder]"
	@echo "make install          install the modules for the running kernel, ntparportctl, man pages"

run:
	@qemu/run.sh "$(FILE)"

test matrix soak debug check bench:
	@qemu/$@.sh

modules:
	@test -e "$(KDIR)/Makefile" || { echo "no kernel build tree at $(KDIR): install linux-headers-$$(uname -r), or name one with KDIR=" >&2; exit 1; }
	@mkdir -p "$(OUT)"
	@cp -rpu $(sources) "$(OUT)/"
	@$(MAKE) --no-print-directory -C "$(KDIR)" M="$(OUT)" $(KFLAGS) modules

install: modules
	@$(MAKE) --no-print-directory -C "$(KDIR)" M="$(OUT)" modules_install
	depmod -a
	install -D -m 755 module/tools/ntparportctl /usr/local/sbin/ntparportctl
	install -D -m 644 module/man/ntparport.4 /usr/local/share/man/man4/ntparport.4
	install -D -m 644 module/man/ntparportctl.8 /usr/local/share/man/man8/ntparportctl.8

.PHONY: help run test matrix soak debug check bench modules install
