# SPDX-License-Identifier: GPL-2.0
# Builds Windows drivers as kernel modules. The Kbuild of a driver, in the
# folder with its sources:
#
#   obj-m := mydriver.o
#   mydriver-y := entry.o isr.o
#   mydriver-license := GPL
#   include $(NTPARPORT)/compat/driver.mk
#
# NTPARPORT is where `make install` put what a driver needs,
# /lib/modules/$(uname -r)/ntparport, or /usr/share/ntparport of the package
# ntparport-dev, or the folder in which `make modules OUT=folder` built ntparport.
# What else a Kbuild may say, before the include:
#
#   mydriver-description, mydriver-author, mydriver-version
#   mydriver-kit := w2k    the driver kit that it was written for: nt4, w2k, xp, wdk7
#   mydriver-image := driver.sys   instead of objects: a driver that exists only as an image
#   mydriver-image-allow := yes    in which what no driver may do is not refused, but is its bug check
#   mydriver-wpp := -func:Trace(LEVEL,MSG,...)   what RUN_WPP says of functions that trace
#   DBG := 1         a checked build (or make ... DBG=1)
#   ccflags-y        more switches: -I$(src)/../inc -DNT4=1 -include force.h
#   mydriver-ccflags, CFLAGS_isr/isr.o   more of one module, and of one object, named as in mydriver-y
#
# An object is made of the source of that name, in any case: .c, .cpp, .cxx or
# .cc; util@other.o is one more of util.c, for switches of its own. Without a list a
# module has one object, of its own name. A header is made of every message file (.mc)
# in the folder, in those of the objects, and in those that -I names.
# compat/README.md has the rest.

nt-kit := $(abspath $(dir $(lastword $(MAKEFILE_LIST)))..)
nt-tools := $(nt-kit)/compat/kit

# ntparport's own samples are built with it: there are no symbols before that.
nt-own := $(filter $(KBUILD_EXTMOD) $(KBUILD_EXTMOD)/%,$(nt-kit))

# A kit for any kernel has no symbols: they are where `make install` or DKMS put them for the
# kernel that is built for. (KERNELRELEASE is something else in Debian's trees.)
nt-release := $(shell sed -n 's/^.define UTS_RELEASE "\(.*\)"/\1/p' $(objtree)/include/generated/utsrelease.h)
nt-symvers := $(firstword $(wildcard $(nt-kit)/Module.symvers $(if $(nt-own),, \
	/var/lib/dkms/ntparport/kernel-$(nt-release)-*/Module.symvers /lib/modules/$(nt-release)/ntparport/Module.symvers)))

# Read by modpost, too, which has no objects to make.
KBUILD_EXTRA_SYMBOLS += $(filter-out $(KBUILD_EXTMOD)/%,$(nt-symvers))

ifeq ($(nt-symvers)$(nt-own),)
$(error ntparport: $(nt-kit) has no Module.symvers, and ntparport is not installed for Linux $(nt-release): NTPARPORT has to \
	be where the module was installed or built)
endif

ifdef obj

# The driver kits, and the versions of Windows that they are for.
nt-kits := nt4=0x0400 w2k=0x0500 xp=0x0501 wdk7=0x0601
nt-default-kit := xp

# What linux/license.h takes as free, with its blanks as underscores.
nt-licences := GPL GPL_v2 GPL_and_additional_rights Dual_BSD/GPL Dual_MIT/GPL Dual_MPL/GPL

# $(call nt-joined,switches): each in one word, as filter looks at words.
nt-joined = $(call nt-join,-I,$(call nt-join,-include,$(call nt-join,-imacros,$(1))))
nt-join = $(subst $(space)$(1) ,$(space)$(1),$(space)$(strip $(2)))

# They are for the driver's sources, and not for the Linux side.
nt-ccflags := $(call nt-joined,$(ccflags-y))
ccflags-y :=

# In its innermost folder, so that names that begin with ../ stay in it.
nt-shims := $(obj)/.includes/.up/.up/.up/.up/.up/.up/.up/.up
nt-wpp := $(obj)/.wpp

# $(call nt-unique,folders): each once, however it is written. $(call nt-first,files): of each name the first one.
nt-unique = $(if $(1),$(firstword $(1)) $(call nt-unique,$(foreach folder,$(wordlist 2,$(words $(1)),$(1)), \
	$(if $(filter $(abspath $(folder)),$(abspath $(firstword $(1)))),,$(folder)))))
nt-first = $(if $(1),$(firstword $(1)) $(call nt-first,$(foreach file,$(wordlist 2,$(words $(1)),$(1)), \
	$(if $(filter $(basename $(notdir $(file))),$(basename $(notdir $(firstword $(1))))),,$(file)))))
nt-folders = $(patsubst -I%,%,$(filter -I%,$(1)))

# Kbuild has other names in obj-m later.
nt-modules := $(basename $(filter %.o,$(obj-m)))
# $(call nt-objects-of,module): as the Kbuild lists them.
nt-objects-of = $(or $(strip $($(1)-y) $($(1)-objs)),$(if $(strip $($(1)-image)),,$(1).o))
$(foreach module,$(nt-modules),$(eval nt-list-of-$(module) := $$(call nt-objects-of,$(module))))
nt-all-objects := $(sort $(foreach module,$(nt-modules),$(nt-list-of-$(module))))
nt-modules-of = $(foreach module,$(nt-modules),$(if $(filter $(1),$(nt-list-of-$(module))),$(module)))
# $(call nt-own-of,object): the switches of its module and its own, after those of all.
nt-own-of = $(call nt-joined,$($(firstword $(call nt-modules-of,$(1)))-ccflags) $(CFLAGS_$(1)))
nt-folder-of = $(patsubst %/,%,$(dir $(src)/$(1)))
nt-folders-of = $(call nt-unique,$(call nt-folder-of,$(1)) $(call nt-folders,$(nt-ccflags) $(call nt-own-of,$(1))) $(src))
nt-directories := $(call nt-unique,$(src) $(call nt-folders,$(nt-ccflags) $(foreach object,$(nt-all-objects), \
	$(call nt-own-of,$(object)))))
# $(call nt-key,folder): a name for it.
nt-key = $(subst /,_,$(patsubst $(abspath $(src))/%,%,$(abspath $(1))))

# $(call nt-find,folders,pattern): files, in any case, as Windows looks for them.
nt-find = $(sort $(shell find -L $(1) -maxdepth 1 -type f $(2) 2>/dev/null))
nt-message-files := $(call nt-find,$(call nt-unique,$(nt-directories) \
	$(foreach object,$(nt-all-objects),$(call nt-folder-of,$(object)))),-iname '*.mc')
# As with sources, two files in two folders may have one name: only those of the Kbuild's folder are beside it.
nt-message-header = $(if $(filter $(abspath $(dir $(1))),$(abspath $(src))),$(obj),$(obj)/.messages/$(call \
	nt-key,$(dir $(1))))/$(basename $(notdir $(1))).h
nt-messages := $(sort $(foreach file,$(nt-message-files),$(call nt-message-header,$(file))))
# $(call nt-message-files-of,object): those in its folders, of each name the first one.
nt-message-files-of = $(call nt-first,$(foreach folder,$(call nt-folders-of,$(1)),$(foreach file,$(nt-message-files), \
	$(if $(filter $(abspath $(dir $(file))),$(abspath $(folder))),$(file)))))
nt-message-headers-of = $(foreach file,$(call nt-message-files-of,$(1)),$(call nt-message-header,$(file)))
# $(call nt-message-files-of-module,module): those of its objects; of the Kbuild's folder, where others
# search last, those that have no others' names.
nt-message-files-beside := $(foreach file,$(nt-message-files),$(if $(filter $(abspath $(dir $(file))),$(abspath \
	$(src))),$(file)))
nt-message-files-of-objects = $(foreach object,$(nt-list-of-$(1)),$(filter-out $(if $(filter $(src),$(call \
	nt-folder-of,$(object))),,$(nt-message-files-beside)),$(call nt-message-files-of,$(object))))
nt-message-files-of-module = $(sort $(call nt-message-files-of-objects,$(1)) $(foreach file,$(nt-message-files-beside), \
	$(if $(filter $(basename $(notdir $(file))),$(basename $(notdir $(call nt-message-files-of-objects,$(1))))),,$(file))))

# Folders of objects, which may have headers of one name: their own shims come first.
nt-object-folders := $(filter-out $(src),$(call nt-unique,$(src) $(foreach object,$(nt-all-objects), \
	$(call nt-folder-of,$(object)))))
nt-shims-of = $(obj)/.includes/.of_$(call nt-key,$(1))/.up/.up/.up/.up/.up/.up/.up/.up
# $(call nt-searched-by,object): what is made for its folder, before what is made for all.
nt-searched-by = $(addprefix -I,$(filter-out $(obj),$(patsubst %/,%,$(sort $(dir $(call nt-message-headers-of,$(1)))))) \
	$(if $(filter $(nt-object-folders),$(call nt-folder-of,$(1))),$(call nt-shims-of,$(call nt-folder-of,$(1)))))

# All the kernel says to C but not to C++.
nt-not-c := -nostdinc -include%/kconfig.h -include%/compiler-version.h -include%/compiler_types.h
nt-not-cxx := -std=% -isystem -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition \
	-Werror=implicit-function-declaration -Werror=implicit-int -Werror=strict-prototypes \
	-Wno-pointer-sign -Werror=incompatible-pointer-types -Werror=designated-init \
	-Wdeclaration-after-statement -Wno-designated-init -Woverride-init -Wno-override-init
# pahole reads the debug information and fails on C++'s types: files and lines are left.
nt-not-cxx += $(if $(CONFIG_DEBUG_INFO_BTF_MODULES),-g%)
nt-debug-cxx := $(if $(CONFIG_DEBUG_INFO_BTF_MODULES),-g1)

# The compiler's own headers.
nt-include := $(shell $(CC) -print-file-name=include)

# The kernel's switches for the object without its headers and its taste, and
# what Microsoft's compiler does by itself.
nt-flags = -U__KERNEL__ -UMODULE -U__linux__ -U__linux -Ulinux -U__unix__ -U__unix -Uunix $(nt-searched) -I$(src) -I$(obj) -I$(nt-shims) -I$(nt-wpp) -I$(nt-kit)/compat/include -I$(nt-tools)/include \
	-nostdinc -isystem $(nt-include) \
	$(if $(filter-out 0,$(DBG)),-DDBG=1,-DNDEBUG)
# An array of one element at the end of a structure is Windows' way to say "any number".
nt-taste := -fshort-wchar -mms-bitfields -fno-strict-aliasing $(call cc-option,-fstrict-flex-arrays=0) \
	-fno-builtin-sprintf -fno-builtin-vsprintf -fno-builtin-towlower -fno-builtin-towupper -fno-builtin-labs \
	-Wno-unknown-pragmas -Wno-multichar -Wno-comment -Wno-missing-declarations \
	-Wno-missing-braces -Wno-parentheses -Wno-unused-value \
	-Wno-unused-variable -Wno-unused-but-set-variable -Wno-unused-function \
	-Wno-implicit-fallthrough -Wno-date-time -Wno-undef -Wno-switch -Wno-endif-labels -Wno-error \
	-Wno-error=return-type
nt-taste-c := -fms-extensions -Wno-strict-prototypes -Wno-missing-prototypes \
	-Wno-declaration-after-statement -Wno-pointer-sign -Wno-old-style-definition -Wno-error=incompatible-pointer-types \
	-Wno-error=implicit-int -Wno-error=implicit-function-declaration -Wno-error=int-conversion \
	$(call cc-option,-Wno-error=return-mismatch)
nt-taste-cxx := -std=c++20 -ffreestanding -fno-exceptions -fno-rtti -fno-threadsafe-statics \
	-fno-sized-deallocation -fno-operator-names -Wno-write-strings -Wno-narrowing -Wno-invalid-offsetof
ifdef CONFIG_CC_IS_CLANG
nt-taste += -Wno-microsoft -Wno-ignored-attributes -Wno-ignored-pragmas -Wno-unused-command-line-argument
nt-taste-cxx += -Wno-writable-strings -Wno-deprecated-volatile -Wno-inline-new-delete
# There it would define intrinsics that wdm.h has as functions.
nt-not-cxx += -fms-extensions
else
nt-taste-cxx += -fms-extensions -fcheck-new -Wno-volatile
endif

# The caller of a routine is known by the return address, which a tail call makes
# that of somebody else. Last, so that nothing a driver says takes it back.
nt-identity := -fno-optimize-sibling-calls

# The parts of C++ functions that are in groups are apart in the module, and Linux
# loads none that has two sections of the same name.
ldflags-y += $(if $(CONFIG_LD_IS_BFD),--force-group-allocation)

nt-cxx := $(subst gcc,g++,$(subst clang,clang++,$(CC)))

# What the compiler does by itself comes before what the driver has included. A char has a sign,
# which Linux takes away since 6.2, unless the driver's own switches (/J) do.
nt-kept = $(nt-version) -include$(nt-tools)/msc.h \
	$(subst -fsanitize=bounds-strict,-fsanitize=bounds, \
		$(filter-out $(nt-not-c) $(1) $(call nt-joined,$(LINUXINCLUDE)), \
			$(call nt-joined,$(c_flags)) -fsigned-char $(nt-ccflags) $(nt-own-switches)))
nt_c_flags = $(call nt-kept) $(nt-flags) $(nt-taste) $(nt-taste-c) $(nt-identity)
nt_cxx_flags = $(call nt-kept,$(nt-not-cxx)) $(nt-debug-cxx) $(nt-flags) -nostdinc++ $(nt-taste) $(nt-taste-cxx) $(nt-identity)

# $(call nt-compile,compiler,language,flags): preprocess, translate, compile. A backslash
# in a file's name is too much for fixdep.
nt-compile = python3 -B $(nt-tools)/compile.py $(2) $< $@ $(nt-kit)/compat/include $(nt-tools) $(nt-include) -- \
	$(1) $(3); \
	sed -i 's|[^ ]*/\.includes/[^ ]*||g' $(depfile)
nt-compiling := $(addprefix $(nt-tools)/,allocations.py arrays.py casts.py compile.py declspecs.py dialect.py enums.py \
	explain.py flatten.py keywords.py macros.py prototypes.py returns.py scopes.py tokens.py tries.py wpp.py)

quiet_cmd_nt_c = CC $(quiet_modtag)  $@
      cmd_nt_c = $(call nt-compile,$(CC),c,$(nt_c_flags)) $(cmd_objtool)

quiet_cmd_nt_cxx = CXX $(quiet_modtag)  $@
      cmd_nt_cxx = $(call nt-compile,$(nt-cxx),c++,$(nt_cxx_flags) $(nt-no-constructors)) $(cmd_objtool)

# On Windows they are not run, either.
nt-no-constructors := $(if $(CONFIG_KASAN)$(CONFIG_KCSAN)$(CONFIG_GCOV_KERNEL),,-DNT_NO_CONSTRUCTORS)

quiet_cmd_nt_mc = MC      $@
      cmd_nt_mc = mkdir -p $(@D) && python3 -B $(nt-tools)/mc.py $< $@
quiet_cmd_nt_mc_table = MC      $@
      cmd_nt_mc_table = python3 -B $(nt-tools)/mc.py --table $@ $(filter-out %.py FORCE,$^)

# A driver that exists only as an image: its own code, which no tool of the kernel may look at, as
# it has tables among it.
quiet_cmd_nt_image = IMAGE   $@
      cmd_nt_image = python3 -B $(nt-tools)/image --source $@ --bits $(if $(CONFIG_64BIT),64,32) $(if $(filter yes y 1,$($(@F:.image.S=)-image-allow)),--allow) \
	$(addprefix --symvers ,$(firstword $(nt-symvers))) $(addprefix --symbols ,$(wildcard $(filter-out $(nt-symvers),$(KBUILD_EXTRA_SYMBOLS)))) \
	$(addprefix --beside ,$(filter-out $<,$(nt-images))) $<
nt-images := $(foreach module,$(nt-modules),$(addprefix $(src)/,$(strip $($(module)-image))))
nt-imaging := $(wildcard $(nt-tools)/image/*.py)

quiet_cmd_nt_names = NAMES   $@
      cmd_nt_names = python3 -B $(nt-tools)/undefined.py $(basename $(notdir $@)) $(nt-kit)/compat/include $(NM) \
	$(objtree)/Module.symvers $(wildcard $(KBUILD_EXTRA_SYMBOLS)) -- $(filter %.o,$^) \
	$(if $(KBUILD_MODPOST_WARN),|| :); touch $@

# The Linux side of a driver: module_init(), MODULE_LICENSE() and so on, and the GUIDs of
# our headers, which are in libraries on Windows. Linux warns of a module without a description.
define filechk_nt_entry
	echo '// made by driver.mk'; \
	echo '#define INITGUID'; \
	echo '#include "$(nt-kit)/compat/kit/driver_entry.c"'; \
	$(foreach header,$(nt-guids),echo '#include <$(header)>';) \
	printf '%s\n' 'MODULE_LICENSE("$(call nt-text,$($(nt-name)-license))");'; \
	$(if $($(nt-name)-description),,echo 'MODULE_DESCRIPTION("Windows driver $(nt-name)");';) \
	$(foreach tag,description author version,$(if $($(nt-name)-$(tag)), \
		printf '%s\n' 'MODULE_$(nt-upper-$(tag))("$(call nt-text,$($(nt-name)-$(tag)))");';)) \
	$(if $($(nt-name)-image),python3 -B $(nt-tools)/image --exports $(src)/$(strip $($(nt-name)-image));) :
endef
nt-say-licence = printf '%s\n' '$(call escsq,$(nt-licence-means))'
nt-licence-means = ntparport: $(nt-name)-license is $(strip $($(nt-name)-license)), which the kernel does not count as \
	free: modinfo shows it as it is, loading the module taints the kernel, and of what Linux exports only what is not for \
	GPL modules alone can be used; all of Windows can ($(subst _, ,$(subst $(space),$(comma) ,$(nt-licences))) are free)
# What is in a literal of C's, in quotes of the shell's.
nt-text = $(call escsq,$(subst ",\",$(subst \,\\,$(1))))
nt-guids := $(notdir $(shell grep -ls '^DEFINE_GUID' $(nt-kit)/compat/include/*.h))
nt-upper-description := DESCRIPTION
nt-upper-author := AUTHOR
nt-upper-version := VERSION

# $(call nt-object,object): the rule for it.
define nt-object
nt-base := $(firstword $(subst @, ,$(basename $(1))))
nt-source := $$(firstword $$(wildcard $$(addprefix $(src)/$$(nt-base),.c .cpp .cxx .cc)) \
	$$(call nt-find,$(dir $(src)/$(1)),$$(foreach suffix,c cpp cxx cc,-iname '$$(notdir $$(nt-base)).$$(suffix)' -o) -false))
ifeq ($$(nt-source),)
$$(error ntparport: there is no source for $(1) in $(src))
endif
ifneq ($$(words $$(sort $$(nt-version-of-$(1)))),1)
$$(error ntparport: $(1) is of several modules: they cannot have been written for different kits)
endif
ifneq ($$(filter-out 0 1,$$(words $$(sort $$(foreach module,$$(call nt-modules-of,$(1)),x$$(subst $$(space),,$$($$(module)-ccflags)))))),)
$$(error ntparport: $(1) is of several modules ($$(strip $$(call nt-modules-of,$(1)))) which have different -ccflags: \
	call it $(basename $(1))@$$(lastword $$(call nt-modules-of,$(1))).o in one of them)
endif
$(obj)/$(basename $(1)).nt.o: nt-version := -DNT_KIT=$$(firstword $$(nt-version-of-$(1)))
$(obj)/$(basename $(1)).nt.o: nt-own-switches := $$(call nt-own-of,$(1))
$(obj)/$(basename $(1)).nt.o: nt-searched := $$(call nt-searched-by,$(1))
$(obj)/$(basename $(1)).nt.o: $$(nt-source) $(nt-messages) $(nt-compiling) FORCE
	$$(call if_changed_dep,$$(if $$(filter %.c %.C,$$<),nt_c,nt_cxx))
endef

# $(call nt-module,name): objects have names of their own, so that a source may
# have the name of the module.
define nt-module
ifeq ($$($(1)-license),)
$$(error ntparport: say in the Kbuild what licence the driver has: $(1)-license := GPL)
endif
nt-version-of-$(1) := $$(patsubst $$(or $$(strip $$($(1)-kit)),$(nt-default-kit))=%,%,$$(filter \
	$$(or $$(strip $$($(1)-kit)),$(nt-default-kit))=%,$(nt-kits)))
ifneq ($$(words $$(nt-version-of-$(1))) $$(words $$(or $$(strip $$($(1)-kit)),$(nt-default-kit))),1 1)
$$(error ntparport: $(1)-kit is '$$(strip $$($(1)-kit))': the kits are \
	$$(foreach kit,$(nt-kits),$$(firstword $$(subst =, ,$$(kit)))), and without it $(1) is taken to be for \
	$(nt-default-kit))
endif
nt-list := $$(nt-list-of-$(1))
ifneq ($$(strip $$($(1)-image)),)
ifneq ($$(nt-list),)
$$(error ntparport: $(1) has an image and objects: it can have one of them)
endif
# Without a configuration there is only something to clean.
ifeq ($(CONFIG_X86)$(CONFIG_CC_IS_GCC)$(CONFIG_PREEMPT_RT)$(filter-out 0xC0000000,$(CONFIG_PAGE_OFFSET)),$(if \
	$(CONFIG_CC_VERSION_TEXT),yy))
else
$$(error ntparport: $(1)-image: images are for kernels of x86 that gcc has built, without PREEMPT_RT, and, if they have 32 \
	bits, with their memory from 3 GiB on)
endif
ifeq ($$(wildcard $(src)/$$(strip $$($(1)-image))),)
$$(error ntparport: there is no $$(strip $$($(1)-image)) in $(src))
endif
endif
nt-objects += $$(nt-list)
$$(foreach object,$$(nt-list),$$(eval nt-version-of-$$(object) += $$(nt-version-of-$(1))))
$(1)-y := $$(nt-list:.o=.nt.o) $(1).entry.o $$(if $$(strip $$($(1)-image)),$(1).image.o)
$(1)-objs :=
nt-texts-of-$(1) := $$(call nt-message-files-of-module,$(1))
CFLAGS_$(1).entry.o := -I$(nt-kit)/compat/include -I$(nt-kit)/module \
	$$(if $$(nt-texts-of-$(1)),-DNT_MESSAGES='"$(abspath $(obj)/$(1).messages.nt.inc)"') \
	$$(if $$(strip $$($(1)-image)),-DNT_IMAGE -I$(nt-kit)/compat/kit)
$(obj)/$(1).entry.c: nt-name := $(1)
$(obj)/$(1).entry.c: FORCE
	$$(call filechk,nt_entry)
	$$(if $$(filter $$(subst $$(space),_,$$(strip $$($(1)-license))),$(nt-licences)),,@$$(nt-say-licence))
$(obj)/$(1).entry.o: $(obj)/$(1).entry.c $$(if $$(nt-texts-of-$(1)),$(obj)/$(1).messages.nt.inc)
# Their texts, for entries of the error log.
$(obj)/$(1).messages.nt.inc: $$(nt-texts-of-$(1)) $(nt-tools)/mc.py FORCE
	$$(call if_changed,nt_mc_table)
ifneq ($$(strip $$($(1)-image)),)
OBJECT_FILES_NON_STANDARD_$(1).image.o := y
# Where objtool looks at whole modules, it looks at what is left.
$(obj)/$(1).o: override objtool-enabled :=
$(obj)/$(1).entry.o: override objtool-enabled := y
$(obj)/$(1).image.S: $(src)/$$(strip $$($(1)-image)) $(nt-images) $(nt-imaging) $(nt-symvers) FORCE
	$$(call if_changed,nt_image)
targets += $(1).image.S
endif
$(obj)/$(1).names: $$(addprefix $(obj)/,$$(filter-out $(1).entry.o,$$($(1)-y))) $(obj)/$(1).entry.o $(nt-tools)/undefined.py FORCE
	$$(call if_changed,nt_names)
$(obj)/$(1).o: $(obj)/$(1).names
targets += $(1).entry.c $(1).names $(1).messages.nt.inc
endef
nt-objects :=
$(foreach module,$(nt-modules),$(eval $(call nt-module,$(module))))
$(foreach object,$(sort $(nt-objects)),$(eval $(call nt-object,$(object))))

# $(call nt-message,header,file)
define nt-message
$(1): $(2) $(nt-tools)/mc.py FORCE
	$$(call if_changed,nt_mc)
endef
$(foreach file,$(nt-message-files),$(eval $(call nt-message,$(call nt-message-header,$(file)),$(file))))
targets += $(nt-messages:$(obj)/%=%)

# Headers of WPP tracing, for all modules together. They stay as they are where nothing changes in them.
nt-wpp-says := $(foreach module,$(nt-modules),$($(module)-wpp))
nt-wpp-failed := $(shell mkdir -p $(nt-wpp) && python3 -B $(nt-tools)/wpp.py $(nt-wpp) $(nt-directories) -- '$(call escsq,$(nt-wpp-says))' >&2 \
	|| echo failed)
ifneq ($(nt-wpp-failed),)
$(error ntparport: the headers of WPP tracing cannot be made)
endif

# Names of headers as Windows takes them: any case, backslashes; also of those
# that are not made yet.
nt-shims-failed := $(shell mkdir -p $(nt-shims) && python3 -B $(nt-tools)/includes.py $(nt-shims) $(nt-directories) \
	$(nt-kit)/compat/include $(nt-tools)/include -- $(nt-messages) >&2 || echo failed)
# $(call nt-shims-made,folder): those of a folder of objects, as these search.
nt-in-folder = $(foreach object,$(nt-all-objects),$(if $(filter $(1),$(call nt-folder-of,$(object))),$(object)))
nt-headers-in = $(foreach object,$(call nt-in-folder,$(1)),$(call nt-message-headers-of,$(object)))
nt-shims-made = $(shell mkdir -p $(call nt-shims-of,$(1)) && python3 -B $(nt-tools)/includes.py $(call nt-shims-of,$(1)) \
	$(call nt-unique,$(1) $(filter-out $(obj),$(patsubst %/,%,$(dir $(call nt-headers-in,$(1))))) $(foreach object,$(call \
		nt-in-folder,$(1)),$(call nt-folders-of,$(object)))) \
	$(nt-kit)/compat/include $(nt-tools)/include -- $(call nt-headers-in,$(1)) >&2 || echo failed)
nt-shims-failed += $(foreach folder,$(nt-object-folders),$(call nt-shims-made,$(folder)))
nt-shims-failed := $(strip $(nt-shims-failed))
ifneq ($(nt-shims-failed),)
$(error ntparport: the headers cannot be found)
endif

# What is made beside sources in other folders, too; those above this one are not Kbuild's to clean.
clean-files += *.entry.c *.image.S .includes .messages .wpp *.messages.nt.inc $(filter-out .messages/%, \
	$(nt-messages:$(obj)/%=%)) \
	$(foreach object,$(sort $(nt-objects:.o=.nt)),$(object).o $(object).i $(object).ii $(object).undeclared \
		$(dir $(object)).$(notdir $(object)).o.cmd $(dir $(object)).$(notdir $(object)).o.d)

endif
