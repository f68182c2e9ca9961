#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# make check: what can be said about the sources without running them.
#
# One line for each tool; what it has to say follows if it is not content.
#
# From the environment: PART (2/4: of the files for clang-tidy, the second of four parts).

# shellcheck source=qemu/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=qemu/suites.sh
. "$top/qemu/suites.sh"
# shellcheck source=kunit/host/build.sh
. "$top/kunit/host/build.sh"

work=$cache/check
mkdir -p "$work"
exec 8>>"$work/lock"
lock 8 "$work/lock"

# shellcheck disable=SC2086
need $packages_build $packages_check
stock=$(stock_release)
kdir=/lib/modules/$stock/build
flavour_kernel kasan
cd "$top"

say "building the modules"
# This kernel has KUnit; so the suites are among the modules.
{ build_modules "$kernel" && build_beside "$kernel" bench && build_beside "$kernel" soak &&
  build_beside "$kernel" counts && build_beside "$kernel" idle; } || exit
test_out=$out
build_modules "$kdir" || exit
stock_out=$out

# files PATTERN...: prints our files with these names, sorted.
files() {
	local pattern names=()

	for pattern in "$@"; do
		names+=(-o -name "$pattern")
	done
	find module compat kunit qemu \( "${names[@]:1}" \) -type f ! -name '*.mod.c' | sort
}

passed=0 failed=0 skipped=0

# check NAME COMMAND...: passes if the command succeeds and prints nothing; is skipped if it sets
# $reason, for which it cannot look.
check() {
	local name=$1 log=$work/$1.log status=0 reason=
	shift

	"$@" >"$log" 2>&1 || status=$?
	if [ $status = 0 ] && [ -z "$reason" ] && ! [ -s "$log" ]; then
		printf 'pass  %s\n' "$name"
		passed=$((passed + 1))
	elif [ $status = 0 ] && ! [ -s "$log" ]; then
		printf 'skip  %s: %s\n' "$name" "$reason"
		skipped=$((skipped + 1))
	else
		printf 'FAIL  %s\n' "$name"
		if [ -s "$log" ]; then
			sed 's/^/      /' "$log"
		else
			echo "      it failed and did not say why"
		fi
		failed=$((failed + 1))
	fi
}

# checkpatch PATTERN IGNORED-TYPES: checks the C sources and C headers whose paths begin with
# PATTERN.
checkpatch() {
	local paths

	mapfile -t paths < <(files '*.c' '*.h' | grep -P "^$1")
	[ ${#paths[@]} != 0 ] || { echo "no sources in $1"; return 1; }
	# Run it elsewhere, because it leaves a file where it is started.
	(cd "$work" && perl "$linux/scripts/checkpatch.pl" --no-tree --root="$linux" --strict \
		--terse --show-types --no-summary --ignore "$2" -f "${paths[@]/#/$top/}") | sed "s|^$top/||"
	return "${PIPESTATUS[0]}"
}

check_checkpatch() {
	local bad=0 types

	# C++ also reads glue.h and ntparport.h, and lacks the kernel's macros for attributes;
	# what exports.c exports is defined in C++; locks are explained in the kernel-doc of
	# their structures; an iterator uses its variable more than once.
	checkpatch 'module/(?!exports\.c|glue/(trace|version)\.h)' PREFER_DEFINED_ATTRIBUTE_MACRO,EXPORT_SYMBOL,UNCOMMENTED_DEFINITION,MACRO_ARG_REUSE || bad=1
	# Events are written like the kernel's own.
	checkpatch 'module/glue/trace\.h' PARENTHESIS_ALIGNMENT,OPEN_ENDED_LINE || bad=1
	# The one header that asks for the kernel's version, and has the head of a function.
	checkpatch 'module/glue/version\.h' LINUX_VERSION_CODE,CONSTANT_COMPARISON,MACRO_ARG_PRECEDENCE || bad=1
	# Windows' names, typedefs and layout of declarations (typedef ... *PX, "NTAPI *PX") are
	# the purpose of these headers. C++ and the host's compiler also read them, and lack the
	# kernel's macros. Their macros are as on Windows, or make functions. Three are made by machine.
	types=LINE_SPACING,CAMELCASE,NEW_TYPEDEFS,SPACING,PREFER_DEFINED_ATTRIBUTE_MACRO,BIT_MACRO,VOLATILE,COMPLEX_MACRO,MACRO_ARG_REUSE,MACRO_ARG_PRECEDENCE,INLINE,MULTISTATEMENT_MACRO_USE_DO_WHILE,MACRO_WITH_FLOW_CONTROL,TRAILING_SEMICOLON
	checkpatch '(?!compat/(include/(bugcodes|nt/generic_table)|kit/include/(nt_labels|sal|nt_crt_more|errno))\.h)(compat/(include|kit|uapi)|kunit/conformance)/' "$types" || bad=1
	# Some of Windows' names fill a line of their own, and stand in it twice.
	checkpatch 'compat/include/nt/generic_table\.h' "$types,LONG_LINE" || bad=1
	# Each of Windows' errors has its name.
	checkpatch 'compat/kit/include/errno\.h' SPACING,ENOSYS || bad=1
	# The C library's errors are positive; and checkpatch takes LONGLONG for a pointer.
	checkpatch 'compat/kit/include/nt_crt_more\.h' LINE_SPACING,CAMELCASE,NEW_TYPEDEFS,SPACING,PREFER_DEFINED_ATTRIBUTE_MACRO,BIT_MACRO,VOLATILE,COMPLEX_MACRO,MACRO_ARG_REUSE,MACRO_ARG_PRECEDENCE,INLINE,MULTISTATEMENT_MACRO_USE_DO_WHILE,MACRO_WITH_FLOW_CONTROL,TRAILING_SEMICOLON,USE_NEGATIVE_ERRNO,POINTER_LOCATION || bad=1
	# Windows' names, which C++ defines.
	checkpatch 'module/exports\.c' CAMELCASE,EXPORT_SYMBOL || bad=1
	# Implementations under Windows' names; a driver that releases a free lock must not
	# cause an assertion; a macro that checks an argument names it twice; any other tick
	# count is a difference, before or after; headers that C++ also reads lack the kernel's
	# macros for attributes.
	checkpatch 'compat/(?!include|kit|uapi|samples|user)' JIFFIES_COMPARISON,CAMELCASE,UNCOMMENTED_DEFINITION,SPACING,VOLATILE,USE_LOCKDEP,MACRO_ARG_REUSE,PREFER_DEFINED_ATTRIBUTE_MACRO || bad=1
	# Written as on Windows: typedefs, comments where a case falls through, pragmas,
	# volatile counts of interrupt routines.
	checkpatch compat/samples/ VOLATILE,CAMELCASE,NEW_TYPEDEFS,PREFER_FALLTHROUGH,SPACING,PREFER_KERNEL_TYPES || bad=1
	# The same for programs; and their headers are Windows', which C++ also reads, and which have
	# words of Microsoft's mean nothing. Some are in the idiom of mixed case, and of macros that print
	# their arguments.
	checkpatch '(compat/user|qemu/programs)/' CAMELCASE,NEW_TYPEDEFS,PREFER_KERNEL_TYPES,SPACING,COMPLEX_MACRO,MACRO_ARG_REUSE,MACRO_ARG_PRECEDENCE,BIT_MACRO,VOLATILE,FUNCTION_ARGUMENTS,LINE_SPACING,LONG_LINE,LONG_LINE_STRING,MULTIPLE_ASSIGNMENTS,COMPARISON_TO_NULL,PREFER_DEFINED_ATTRIBUTE_MACRO,MACRO_ARG_UNUSED,INLINE,MULTISTATEMENT_MACRO_USE_DO_WHILE,FUNCTION_WITHOUT_ARGS,UNSPECIFIED_INT || bad=1
	# As above; also, macros that print their arguments use them twice; at DIRQL there is
	# only udelay(); and the arguments of a user-mode helper are not const.
	checkpatch 'kunit/[^/]*$' CAMELCASE,UNCOMMENTED_DEFINITION,MACRO_ARG_REUSE,USLEEP_RANGE,STATIC_CONST_CHAR_ARRAY || bad=1
	# Windows' types, which checkpatch does not recognise as types; and characters in
	# hexadecimal, which must end with their string; and it is a driver's lock that is asked.
	# raiser.c is a driver in Windows' style.
	checkpatch 'kunit/windows/(?!ex/raiser\.c)' USE_LOCKDEP,CAMELCASE,UNCOMMENTED_DEFINITION,MACRO_ARG_REUSE,SPACING,STATIC_CONST_CHAR_ARRAY,VOLATILE,STRING_FRAGMENTS || bad=1
	checkpatch 'qemu/(?!windows/|wrong/|corpus/|images/|try/|programs/|soak/fuzz|idle/(napping|dozing|ask)|bench/(user|windows))' "" || bad=1
	# As above; and a program with types of its own.
	checkpatch 'qemu/(windows/|soak/fuzz|idle/(napping|dozing|ask)|bench/(user|windows))' CAMELCASE,SPACING,VOLATILE,MACRO_ARG_REUSE,PREFER_KERNEL_TYPES,NEW_TYPEDEFS || bad=1
	# As above; a mistake is one line, with its routine, and one in the table.
	checkpatch qemu/wrong/ CAMELCASE,SPACING,LINE_SPACING,LONG_LINE,FUNCTION_ARGUMENTS,COMPLEX_MACRO,PREFER_KERNEL_TYPES,NEW_TYPEDEFS || bad=1
	return $bad
}

# sparse KERNEL-BUILD-TREE OUT: prints the warnings of the compiler and of sparse in OUT, where
# everything is built already. Of idle, only native is for sparse.
sparse() {
	local kdir=$1 out=$2 part log=$work/sparse-make.log

	( cat "$out.log" "$out"/{bench,soak,counts,idle}.log &&
	  make -s -j"$jobs" modules KDIR="$kdir" OUT="$out" KFLAGS="C=2 W=1 $no_checkdoc" &&
	  for part in bench soak counts idle/native; do
		make_beside "$kdir" "$out/$part" C=2 || exit
	  done
	) >"$log" 2>&1 || {
		tail -n 30 "$log"
		return 1
	}
	grep -E "^$out/[^ ]*: (warning|error):" "$log" | sed "s|^$out/||" | sort -u || true
}

check_sparse() {
	local object

	sparse "$kernel" "$test_out" || return 1
	# Without an object nothing was checked. (Windows' sources and programs are not for
	# sparse; and what surrounds KUnit in stock_kunit is built in rows of the matrix.)
	for object in $(files '*.c' | grep -vE '^compat/(samples/|user/|kit/driver_entry\.c)|^kunit/(conformance|kit|windows/ex/raiser\.c)|^qemu/((soak|bench)/(user|fuzz)\.c|stock_kunit/|windows/|wrong/|corpus/|images/|try/|programs/|idle/(napping|dozing|ask))' | sed 's|^qemu/||; s/c$/o/'); do
		[ -e "$test_out/$object" ] ||
			echo "$object was not built: is it missing from its Kbuild?"
	done
}

check_kernel_doc() {
	local sources

	mapfile -t sources < <(files '*.[ch]')
	perl "$linux/scripts/kernel-doc" -none "${sources[@]}"
}

# C++ that runs in user space has the standard library.
user_space='^kunit/(host|kit)/'

# tidy_file FILE FLAG...: checks the file, unless it was clean the last time, with these
# contents and those of all that it includes: each file takes some ten seconds.
tidy_file() {
	local file=$1 findings clean
	shift

	clean=$tidied/$({ clang++ "$@" -E -C "$file"; cat .clang-tidy kunit/host/{,nt/}.clang-tidy; clang-tidy --version; echo "$@"; } | sha256sum | cut -c1-32)
	if [ -e "$clean" ]; then
		touch "$clean"
		return
	fi
	# Counts of suppressed warnings are not findings.
	findings=$(clang-tidy --quiet "$file" -- "$@" 2>&1 | sed -E "/^[0-9]+ (warning|error)s?/d; /^Suppressed/d"
		exit "${PIPESTATUS[0]}") || { echo "$findings"; return 1; }
	if [ -z "$findings" ]; then
		touch "$clean"
	else
		echo "$findings"
	fi
}

# clang_tidy FLAG...: checks the files that are named on standard input.
clang_tidy() {
	export -f tidy_file
	export tidied=$cache/tidied

	mkdir -p "$tidied"
	find "$tidied" -type f -mtime +30 -delete
	# shellcheck disable=SC2016
	lines_of_part | xargs -P "$jobs" -I{} bash -o pipefail -c 'tidy_file "$@"' - {} "$@"
}

# Other versions format differently.
check_clang_format() {
	clang-format --version | grep -q 'version 14\.' || {
		reason="version 14 is wanted, and this is $(clang-format --version)"
		return
	}
	files '*.cc' '*.hh' | xargs -r clang-format --dry-run -Werror 2>&1
}

check_clang_tidy() {
	local flags bad=0

	# The language as in Kbuild; the kernel's flags are gcc's, except for one that changes a
	# type.
	mapfile -t flags < <(sed -n '/^cxx_flags/,/[^\\]$/p' Kbuild | grep -oE -- '[[:space:]]-(std=|f|W)[^ \\]+' | tr -d '[:blank:]')
	[[ ${flags[*]} = *-std=c++20*-ffreestanding*-fno-rtti* ]] || {
		echo "cannot read the flags of C++ in Kbuild"
		return 1
	}
	files '*.cc' | grep -vE "$user_space" |
		clang_tidy "${flags[@]}" -fshort-wchar -I. -Imodule -Icompat -Icompat/include || bad=1
	files '*.cc' | grep -E "$user_space" | grep -vE "/nt/|/kit/" | clang_tidy "${host_flags[@]}" || bad=1
	files '*.cc' | grep -E "$user_space" | grep -E "/nt/|/kit/" |
		clang_tidy "${host_flags[@]}" -fshort-wchar -I. -Imodule -Icompat -Icompat/include || bad=1
	return $bad
}

# banned REASON PATTERN FILE...: complains of each line that matches the Perl pattern, not
# counting comments and the contents of strings.
banned() {
	# shellcheck disable=SC2016
	perl -e '
		my ($reason, $pattern) = splice @ARGV, 0, 2;
		for my $file (@ARGV) {
			open my $in, "<", $file or die "$file: $!\n";
			my $text = do { local $/; <$in> };
			my @lines = split /\n/, $text;
			# Keeps line breaks, and names in #include.
			$text =~ s{(//[^\n]*|/\*.*?\*/)|(^\#[ \t]*include[^\n]*)|"(?:\\.|[^"\\\n])*"}
				{defined $2 ? $2 : defined $1 ? "\n" x ($1 =~ tr/\n//) : "\"\""}gemsx;
			my $n = 0;
			for (split /\n/, $text) {
				$n++;
				print "$file:$n: $reason: $lines[$n - 1]\n" if /$pattern/;
			}
		}' "$@"
}

check_banned_features() {
	local cxx all object

	mapfile -t cxx < <(files '*.cc' '*.hh' | grep -vE "$user_space")
	mapfile -t all < <(files '*.c' '*.h' '*.cc' '*.hh' | grep -v ^module/glue/)

	banned "a header of the kernel: only C sees them" \
		'^#\s*include\s*[<"](linux|asm|asm-generic|uapi|kunit)/' "${cxx[@]}"
	# Headers that -ffreestanding guarantees, and parts of libstdc++ that are all inline and
	# allocate nothing.
	banned "not a header for freestanding code" \
		'^#\s*include\s*<(?!(stddef\.h|stdint\.h|array|bit|concepts|limits|new|span|type_traits|utility|csq\.h|ntddk\.h|ntifs\.h|parallel\.h|ntddpar\.h|ntdef\.h|ntstatus\.h|wdm\.h|wmilib\.h|ntparport\.h)>)' "${cxx[@]}"
	banned "exceptions, or run-time type information" \
		'\b(throw|try|catch|typeid|dynamic_cast)\b' "${cxx[@]}"
	banned "virtual functions" '\bvirtual\b' "${cxx[@]}"
	banned "the memory is not the kernel's: new (rt::kernel)" \
		'^(?!#).*(?<!operator )\bnew\b(?! \((rt::kernel[,)]|memory\)))|\b(malloc|calloc|realloc|alloca)\s*\(' "${cxx[@]}"
	banned "needs a run-time library" \
		'\b(thread_local|co_await|co_yield|co_return)\b|\bstd::(string|function|shared_ptr|unique_ptr|vector|map|mutex|thread|atomic)\b' "${cxx[@]}"
	banned "a global that is not constinit may have a constructor" \
		'^(static|inline)\s+(?!constexpr|constinit|const\b|void\b|bool\b|unsigned\b|int\b|long\b|auto\b)[A-Za-z_:<>]+\s*[*&]?\s*\w+\s*(;|=|\{)' "${cxx[@]}"
	banned "the kernel's configuration belongs in glue" '^#.*\bCONFIG_' "${cxx[@]}"
	banned "the kernel's version belongs in module/glue" \
		'\b(LINUX_VERSION_CODE|KERNEL_VERSION)\b' "${all[@]}"

	# What the words above do not catch shows in the objects.
	for object in $(files '*.cc' | grep -vE "$user_space" | sed 's/cc$/o/'); do
		[ -e "$stock_out/$object" ] || { echo "$object was not built"; continue; }
		nm -C "$stock_out/$object" | grep -E \
			' (__cxa_|_Unwind|__gxx_personality|__dynamic_cast|__gnu_cxx|std::)|(vtable|typeinfo) for|operator new\(unsigned long\)$' |
			sed "s|^|$object: |"
	done
	return 0
}

# addr2line and gdb must know the lines, even where modules have BTF.
check_lines() {
	local object

	for object in $(files '*.cc' | grep -vE "$user_space" | sed 's/cc$/o/'); do
		# A table has no code.
		nm "$stock_out/$object" | grep -q ' [tT] ' || continue
		readelf --debug-dump=decodedline "$stock_out/$object" 2>/dev/null |
			grep -E '\.(cc|hh) +[0-9]+ +0x' >/dev/null || echo "$object knows no lines"
	done
}

# Every text file, whatever its name, except for the licence and what is only printed.
check_codespell() {
	find . -type f ! -path './.git/*' ! -name COPYING ! -name testpage.txt -print0 |
		xargs -0 grep -lIZ . |
		xargs -0 codespell --quiet-level 3 --ignore-words-list whats,inout
}

check_shellcheck() {
	local scripts

	mapfile -t scripts < <(find . -type f ! -path './.git/*' ! -path './qemu/guest/*' \
		-exec grep -lIE '^#!(/bin|/usr/bin/env) ?/?(ba|da)?sh' {} + | sort)
	shellcheck --severity=info --external-sources "${scripts[@]}"
	shellcheck --severity=info --external-sources --shell=dash qemu/guest/*
}

# shellcheck disable=SC2016
check_parameters() {
	local file name

	while read -r file name; do
		# The README must show it as code: `name` in a table, or name= in a command.
		grep -qE "(\`|\b)$name(\`|=)" README.md ||
			echo "$file: the parameter $name is not in README.md"
	done < <(files '*.c' | grep -E '^(module|compat)/' |
		xargs perl -0ne 'print "$ARGV $1\n" while /\bmodule_param(?:_\w+)?\(\s*(\w+)/g')
}

# python_test FILE: prints something only if the test fails.
python_test() {
	local said

	said=$(python3 -B "$1" 2>&1) || { echo "$said"; return 1; }
}

check checkpatch check_checkpatch
check sparse check_sparse
check kernel-doc check_kernel_doc
check clang-format check_clang_format
check clang-tidy check_clang_tidy
check banned-features check_banned_features
check lines check_lines
check codespell check_codespell
check shellcheck check_shellcheck
check start python_test qemu/start_test.py
check fuzz python_test qemu/fuzz_test.py
check programs python_test qemu/programs/host.py
check parameters check_parameters
check rules python3 kunit/rules.py --check
check calls python3 qemu/calls.py
check layers python3 qemu/layers.py "$stock_out"
check layers-test python_test qemu/layers_test.py
check locks python3 -B qemu/locks.py
check locks-test python_test qemu/locks_test.py
check coverage-test python_test qemu/coverage_test.py
check report-test python_test qemu/report_test.py
check annotations python3 qemu/sal.py --check
check names python3 qemu/names.py --check "$stock_out/Module.symvers"
check routines python3 qemu/routines.py --check
check since python3 qemu/since.py --check
echo "$passed passed, $failed failed, $skipped skipped"
[ $failed = 0 ] || die "make check has findings (also in $work/*.log)"
