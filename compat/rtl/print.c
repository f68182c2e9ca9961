// SPDX-License-Identifier: GPL-2.0
/* print.c - Windows' formats: into buffers, and to the kernel log. */

#include <linux/ctype.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/hash.h>
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sizes.h>
#include <linux/smp.h>

#include "module/glue/glue.h"
#include "base/nt.h"
#include "base/check.h"
#include "base/client.h"
#include "base/log.h"
#include "rtl/text.h"

/* The lines here are drivers', and begin with their names. */
#undef pr_fmt
#define pr_fmt(fmt) fmt

/**
 * struct output - where formatted text goes
 * @kind: ANSI and UTF-8 are of char, UTF-16 is of WCHAR
 * @narrow: the buffer
 * @wide: the buffer
 * @room: how many characters fit
 * @length: how many there were, whether or not they fit
 */
struct output {
	enum { ANSI, UTF8, UTF16 } kind;
	char *narrow;
	WCHAR *wide;
	size_t room;
	size_t length;
};

static void put_byte(struct output *out, char c)
{
	if (out->length < out->room)
		out->narrow[out->length] = c;
	out->length++;
}

static void put_wide(struct output *out, WCHAR c)
{
	switch (out->kind) {
	case ANSI:
		put_byte(out, nt_wide_to_ansi(c));
		return;
	case UTF16:
		if (out->length < out->room)
			out->wide[out->length] = c;
		out->length++;
		return;
	case UTF8:
		/* What the plane of a WCHAR has not. */
		if (c >= 0xd800 && c <= 0xdfff)
			c = 0xfffd;
		if (c < 0x80) {
			put_byte(out, c);
		} else if (c < 0x800) {
			put_byte(out, 0xc0 | c >> 6);
			put_byte(out, 0x80 | (c & 0x3f));
		} else {
			put_byte(out, 0xe0 | c >> 12);
			put_byte(out, 0x80 | (c >> 6 & 0x3f));
			put_byte(out, 0x80 | (c & 0x3f));
		}
		return;
	}
}

static void put_narrow(struct output *out, char c)
{
	if (out->kind == ANSI)
		put_byte(out, c);
	else
		put_wide(out, nt_ansi_to_wide(c));
}

static void put_many(struct output *out, char c, int count)
{
	while (count-- > 0)
		put_narrow(out, c);
}

/* Text of either width. */
struct text {
	const char *narrow;
	const WCHAR *wide;
	size_t length;
};

static WCHAR text_at(const struct text *text, size_t n)
{
	return text->wide ? text->wide[n] : (u8)text->narrow[n];
}

/* More is not printed, but counted, whatever a width asks for. */
#define WIDTH_MAX 32767

/**
 * struct spec - one conversion: %[flags][width][.precision][size]type
 * @left: padded on the right
 * @sign: what is before positive numbers, or 0
 * @alternate: 0 before octal, 0x before hexadecimal numbers
 * @zero: padded with zeros
 * @width: at least so many characters
 * @precision: at least so many digits, or at most so many characters; or -1
 * @size: size of an integer argument
 * @chars: what a prefix said of characters
 */
struct spec {
	bool left;
	char sign;
	bool alternate;
	bool zero;
	int width;
	int precision;
	unsigned int size;
	enum { NO_PREFIX, NARROW, WIDE } chars;
};

/* By reference, as a va_list may be an array. */
struct arguments {
	va_list list;
};

static void put_text(struct output *out, const struct spec *spec, const struct text *text)
{
	size_t length = text->length, n;
	int padding;

	if (spec->precision >= 0)
		length = min_t(size_t, length, spec->precision);
	padding = length < WIDTH_MAX ? spec->width - (int)length : 0;
	if (!spec->left)
		put_many(out, spec->zero ? '0' : ' ', padding);
	for (n = 0; n < length; n++) {
		if (text->wide)
			put_wide(out, text->wide[n]);
		else
			put_narrow(out, text->narrow[n]);
	}
	if (spec->left)
		put_many(out, ' ', padding);
}

static void put_literal(struct output *out, const struct spec *spec, const char *literal)
{
	const struct text text = { .narrow = literal, .length = strlen(literal) };

	put_text(out, spec, &text);
}

/* NULL and error pointers are shown as such, like Linux does. */
static bool is_text(struct output *out, const struct spec *spec, const void *pointer)
{
	const struct spec whole = { .width = spec->width, .left = spec->left, .precision = -1 };

	if (!pointer)
		put_literal(out, &whole, "(null)");
	else if (!nt_is_memory(pointer, 1))
		put_literal(out, &whole, "(efault)");
	else
		return true;
	return false;
}

static void put_string(struct output *out, const struct spec *spec, const void *string, bool wide)
{
	const size_t max = spec->precision < 0 ? SIZE_MAX : spec->precision;
	const size_t size = wide ? sizeof(WCHAR) : sizeof(char);
	struct text text = { .narrow = wide ? NULL : string, .wide = wide ? string : NULL };

	if (!is_text(out, spec, string))
		return;
	/* Where memory ends, so does a text that nothing terminates. */
	while (text.length < max && (offset_in_page(string + text.length * size) >= size ||
				     nt_is_memory(string + text.length * size, size)) &&
	       text_at(&text, text.length))
		text.length++;
	put_text(out, spec, &text);
}

/* A UNICODE_STRING or an ANSI_STRING. */
static void put_counted(struct output *out, const struct spec *spec, const void *string, bool wide)
{
	struct text text = { };

	if (!is_text(out, spec, string))
		return;
	if (!nt_is_memory(string, sizeof(UNICODE_STRING))) {
		is_text(out, spec, ERR_PTR(-EFAULT));
		return;
	}
	if (wide) {
		const UNICODE_STRING *unicode = string;

		text.wide = unicode->Buffer;
		text.length = unicode->Length / sizeof(WCHAR);
	} else {
		const ANSI_STRING *ansi = string;

		text.narrow = ansi->Buffer;
		text.length = ansi->Length;
	}
	if (!nt_is_memory(wide ? (const void *)text.wide : text.narrow,
			  wide ? text.length * sizeof(WCHAR) : text.length) &&
	    (text.wide || text.narrow))
		is_text(out, spec, ERR_PTR(-EFAULT));
	else if (is_text(out, spec, wide ? (const void *)text.wide : text.narrow))
		put_text(out, spec, &text);
}

static void put_char(struct output *out, const struct spec *spec, int c, bool wide)
{
	const WCHAR wide_char = c;
	const char narrow_char = c;
	const struct text text = {
		.narrow = &narrow_char,
		.wide = wide ? &wide_char : NULL,
		.length = 1,
	};
	struct spec single = *spec;

	single.precision = -1;
	put_text(out, &single, &text);
}

/* Magnitude, with a sign or prefix. */
static void put_number(struct output *out, const struct spec *spec, u64 value, unsigned int base,
		       bool upper, const char *prefix)
{
	const char *digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
	char text[22];	/* of octal digits */
	unsigned int length = 0;
	int zeros, padding;

	while (value) {
		u32 rest;

		value = div_u64_rem(value, base, &rest);
		text[length++] = digits[rest];
	}
	zeros = (spec->precision < 0 ? 1 : spec->precision) - (int)length;
	if (base == 8 && spec->alternate && zeros <= 0)
		zeros = 1;
	zeros = max(zeros, 0);
	padding = spec->width - (int)(strlen(prefix) + zeros + length);
	if (spec->zero && !spec->left && spec->precision < 0 && padding > 0) {
		zeros += padding;
		padding = 0;
	}
	if (!spec->left)
		put_many(out, ' ', padding);
	while (*prefix)
		put_narrow(out, *prefix++);
	put_many(out, '0', zeros);
	while (length)
		put_narrow(out, text[--length]);
	if (spec->left)
		put_many(out, ' ', padding);
}

static void put_signed(struct output *out, const struct spec *spec, s64 value)
{
	const char prefix[] = { value < 0 ? '-' : spec->sign, '\0' };

	put_number(out, spec, value < 0 ? -(u64)value : value, 10, false, prefix);
}

static void put_unsigned(struct output *out, const struct spec *spec, u64 value, char type)
{
	switch (type) {
	case 'o':
		put_number(out, spec, value, 8, false, "");
		break;
	case 'x':
		put_number(out, spec, value, 16, false, spec->alternate && value ? "0x" : "");
		break;
	case 'X':
		put_number(out, spec, value, 16, true, spec->alternate && value ? "0X" : "");
		break;
	default:
		put_number(out, spec, value, 10, false, "");
		break;
	}
}

/* No address, but a number that a driver prints as one: a port, a status, a count. */
#define NO_ADDRESS_BELOW SZ_64K

/*
 * The log is no place for addresses: Linux' stand-in for one, in Windows' digits
 * (or a word in parentheses, before there are random numbers).
 */
static void put_pointer(struct output *out, const struct spec *spec, const void *pointer)
{
	char text[32];
	char *c;

	if ((unsigned long)pointer >= NO_ADDRESS_BELOW)
		snprintf(text, sizeof(text), "%p", pointer);
	else
		snprintf(text, sizeof(text), "%0*lx", 2 * (int)sizeof(void *),
			 (unsigned long)pointer);
	for (c = text; *c && text[0] != '('; c++)
		*c = toupper(*c);
	put_literal(out, spec, text);
}

static u64 unsigned_argument(struct arguments *arguments, const struct spec *spec)
{
	switch (spec->size) {
	case sizeof(u64):
		return va_arg(arguments->list, u64);
	case sizeof(u16):
		return (u16)va_arg(arguments->list, unsigned int);
	default:
		return va_arg(arguments->list, unsigned int);
	}
}

static s64 signed_argument(struct arguments *arguments, const struct spec *spec)
{
	switch (spec->size) {
	case sizeof(s64):
		return va_arg(arguments->list, s64);
	case sizeof(s16):
		return (s16)va_arg(arguments->list, int);
	default:
		return va_arg(arguments->list, int);
	}
}

/* Digits of the format, or the argument for a "*". */
static int parse_number(const struct text *format, size_t *at, struct arguments *arguments)
{
	int value = 0;

	if (text_at(format, *at) == '*') {
		++*at;
		return clamp(va_arg(arguments->list, int), -WIDTH_MAX, WIDTH_MAX);
	}
	for (; text_at(format, *at) >= '0' && text_at(format, *at) <= '9'; ++*at)
		value = min(value * 10 + (text_at(format, *at) - '0'), WIDTH_MAX);
	return value;
}

static bool skip(const struct text *format, size_t *at, const char *word)
{
	size_t n;

	for (n = 0; word[n]; n++)
		if (text_at(format, *at + n) != word[n])
			return false;
	*at += n;
	return true;
}

static struct spec parse_spec(const struct text *format, size_t *at, struct arguments *arguments)
{
	struct spec spec = { .precision = -1, .size = sizeof(int) };

	for (;; ++*at) {
		switch (text_at(format, *at)) {
		case '-':
			spec.left = true;
			continue;
		case '+':
			spec.sign = '+';
			continue;
		case ' ':
			spec.sign = spec.sign ?: ' ';
			continue;
		case '#':
			spec.alternate = true;
			continue;
		case '0':
			spec.zero = true;
			continue;
		}
		break;
	}
	spec.width = parse_number(format, at, arguments);
	if (spec.width < 0) {
		spec.left = true;
		spec.width = -spec.width;
	}
	if (text_at(format, *at) == '.') {
		++*at;
		/* A negative one is none. */
		spec.precision = max(parse_number(format, at, arguments), -1);
	}
	if (skip(format, at, "I64") || skip(format, at, "ll")) {
		spec.size = sizeof(u64);
	} else if (skip(format, at, "I32")) {
		spec.size = sizeof(u32);
	} else if (skip(format, at, "I")) {
		spec.size = sizeof(size_t);
	} else if (skip(format, at, "h")) {
		spec.size = sizeof(u16);
		spec.chars = NARROW;
	} else if (skip(format, at, "l") || skip(format, at, "w")) {
		/* A long of Windows is an int. */
		spec.chars = WIDE;
	}
	return spec;
}

/* Formats are all the same, whatever their characters and those of the output. */
static void format_text(struct output *out, const struct text *format, struct arguments *arguments)
{
	size_t at = 0;

	for (;;) {
		WCHAR c = text_at(format, at++);
		struct spec spec;
		bool wide;

		if (!c)
			return;
		if (c != '%') {
			if (format->wide)
				put_wide(out, c);
			else
				put_narrow(out, c);
			continue;
		}
		spec = parse_spec(format, &at, arguments);
		c = text_at(format, at);
		if (!c)
			return;
		at++;
		/* What %s and %c mean, and %S and %C the other way round. */
		wide = spec.chars == NO_PREFIX ? !!format->wide != (c == 'S' || c == 'C') :
						 spec.chars == WIDE;
		switch (c) {
		case 'd':
		case 'i':
			put_signed(out, &spec, signed_argument(arguments, &spec));
			break;
		case 'u':
		case 'o':
		case 'x':
		case 'X':
			put_unsigned(out, &spec, unsigned_argument(arguments, &spec), c);
			break;
		case 'c':
		case 'C':
			put_char(out, &spec, va_arg(arguments->list, int), wide);
			break;
		case 's':
		case 'S':
			put_string(out, &spec, va_arg(arguments->list, void *), wide);
			break;
		case 'Z':
			put_counted(out, &spec, va_arg(arguments->list, void *),
				    spec.chars == WIDE);
			break;
		case 'p':
			put_pointer(out, &spec, va_arg(arguments->list, void *));
			break;
		case 'n':
			/* Writing is not what a format is for. */
			va_arg(arguments->list, void *);
			break;
		default:
			put_wide(out, c);
			break;
		}
	}
}

static void format_narrow(struct output *out, const char *format, va_list list)
{
	const struct text text = { .narrow = format };
	struct arguments arguments;

	va_copy(arguments.list, list);
	format_text(out, &text, &arguments);
	va_end(arguments.list);
}

static void format_wide(struct output *out, const WCHAR *format, va_list list)
{
	const struct text text = { .wide = format };
	struct arguments arguments;

	va_copy(arguments.list, list);
	format_text(out, &text, &arguments);
	va_end(arguments.list);
}

int _vsnprintf(char *dest, size_t count, const char *format, va_list arguments)
{
	struct output out = { .kind = ANSI, .narrow = dest, .room = count };

	format_narrow(&out, format, arguments);
	if (out.length < count)
		dest[out.length] = '\0';
	return out.length > count ? -1 : out.length;
}
EXPORT_SYMBOL_GPL(_vsnprintf);

int _snprintf(char *dest, size_t count, const char *format, ...)
{
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = _vsnprintf(dest, count, format, arguments);
	va_end(arguments);
	return length;
}
EXPORT_SYMBOL_GPL(_snprintf);

int ntparport_vsprintf(char *dest, const char *format, va_list arguments)
{
	return _vsnprintf(dest, INT_MAX, format, arguments);
}
EXPORT_SYMBOL_GPL(ntparport_vsprintf);

int ntparport_sprintf(char *dest, const char *format, ...)
{
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = _vsnprintf(dest, INT_MAX, format, arguments);
	va_end(arguments);
	return length;
}
EXPORT_SYMBOL_GPL(ntparport_sprintf);

int _vsnwprintf(WCHAR *dest, size_t count, const WCHAR *format, va_list arguments)
{
	struct output out = { .kind = UTF16, .wide = dest, .room = count };

	format_wide(&out, format, arguments);
	if (out.length < count)
		dest[out.length] = UNICODE_NULL;
	return out.length > count ? -1 : out.length;
}
EXPORT_SYMBOL_GPL(_vsnwprintf);

int _snwprintf(WCHAR *dest, size_t count, const WCHAR *format, ...)
{
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = _vsnwprintf(dest, count, format, arguments);
	va_end(arguments);
	return length;
}
EXPORT_SYMBOL_GPL(_snwprintf);

int swprintf(WCHAR *dest, const WCHAR *format, ...)
{
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = _vsnwprintf(dest, INT_MAX, format, arguments);
	va_end(arguments);
	return length;
}
EXPORT_SYMBOL_GPL(swprintf);

/* The kernel log */

/* The limit of Windows. */
#define DBG_PRINT_MAX 512

/* Lines of one driver in five seconds; the log says how many more there were. */
#define DBG_PRINT_LINES 1000

/* Whose line it is. */
struct origin {
	const struct module *module;	/* for comparison only, or NULL */
	char name[MODULE_NAME_LEN];
};

/* The driver that has the code. */
static struct origin origin_of(const void *code)
{
	struct origin result = { .name = "ntparport" };

	rcu_read_lock();
	result.module = nt_module_of(code);
	if (result.module)
		strscpy(result.name, result.module->name, sizeof(result.name));
	rcu_read_unlock();
	return result;
}

static void log_line(const struct origin *origin, ULONG level, const char *line)
{
	static struct ratelimit_state limits[16] = {
		[0 ... 15] = RATELIMIT_STATE_INIT(limits, DEFAULT_RATELIMIT_INTERVAL,
						  DBG_PRINT_LINES),
	};

	if (!___ratelimit(&limits[hash_ptr(origin->module, 4)], origin->name))
		return;
	_printk("%s%s: %s\n", level == DPFLTR_ERROR_LEVEL ? KERN_ERR :
		level == DPFLTR_WARNING_LEVEL ? KERN_WARNING : KERN_INFO, origin->name, line);
}

/* W13: a line may be put together by several calls */

/**
 * struct part - the beginning of a line
 * @origin: whose; without a module: none's
 * @context: where the rest has to come from: other threads print, too
 * @busy: somebody writes to it; who that is needs no lock for the rest
 * @used: when that was
 * @level: of its first call
 * @length: of @text
 * @text: not terminated
 */
struct part {
	struct origin origin;
	unsigned long context;
	bool busy;
	unsigned int used;
	ULONG level;
	unsigned int length;
	char text[DBG_PRINT_MAX + 1];
};

/* If there are more, the oldest ends. */
static struct part parts[16];
static DEFINE_RAW_SPINLOCK(parts_lock);

/* A thread, or what interrupts threads on this CPU. */
static unsigned long print_context(void)
{
	if (in_hardirq())
		return 4 * raw_smp_processor_id();
	if (in_serving_softirq())
		return 4 * raw_smp_processor_id() + 1;
	return 4ul * task_pid_nr(current) + 2;
}

static void end_part(struct part *part)
{
	part->text[part->length] = '\0';
	if (part->length)
		log_line(&part->origin, part->level, part->text);
	part->length = 0;
}

/* NULL: they are all busy. */
static struct part *take_part(const struct origin *origin, unsigned long context)
{
	struct part *part, *found = NULL;
	unsigned long flags;

	raw_spin_lock_irqsave(&parts_lock, flags);
	for (part = parts; part < parts + ARRAY_SIZE(parts); part++) {
		if (part->busy)
			continue;
		if (part->origin.module == origin->module && part->context == context) {
			found = part;
			break;
		}
		if (!found || (found->origin.module &&
			       (!part->origin.module || (int)(part->used - found->used) < 0)))
			found = part;
	}
	if (found)
		found->busy = true;
	raw_spin_unlock_irqrestore(&parts_lock, flags);
	if (found && (found->origin.module != origin->module || found->context != context)) {
		if (found->origin.module)
			end_part(found);
		found->origin = *origin;
		found->context = context;
	}
	return found;
}

static void give_part(struct part *part)
{
	static unsigned int clock;
	unsigned long flags;

	raw_spin_lock_irqsave(&parts_lock, flags);
	part->used = ++clock;
	if (!part->length)
		part->origin.module = NULL;
	part->busy = false;
	raw_spin_unlock_irqrestore(&parts_lock, flags);
}

void nt_print_gone(const struct module *module)
{
	struct part *part;
	unsigned long flags;
	bool mine;

	for (part = parts; part < parts + ARRAY_SIZE(parts); part++) {
		raw_spin_lock_irqsave(&parts_lock, flags);
		/* One that is busy is being ended by somebody else, who needs the place. */
		mine = !part->busy && part->origin.module == module;
		if (mine)
			part->busy = true;
		raw_spin_unlock_irqrestore(&parts_lock, flags);
		if (!mine)
			continue;
		end_part(part);
		give_part(part);
	}
}

/* Each line of it one of the log. */
static void log_lines(const struct origin *origin, ULONG level, char *text)
{
	char *line;

	while ((line = strsep(&text, "\n"))) {
		line[strcspn(line, "\r")] = '\0';
		if (*line)
			log_line(origin, level, line);
	}
}

static void debug_print(const void *caller, ULONG level, const char *format, va_list arguments)
{
	const struct origin origin = origin_of(caller);
	char text[DBG_PRINT_MAX + 1];
	struct output out = { .kind = UTF8, .narrow = text, .room = DBG_PRINT_MAX };
	struct part *part;
	const char *c;

	if (!nt_is_text(format, false))
		format = format ? "(efault)\n" : "(null)\n";
	format_narrow(&out, format, arguments);
	text[min_t(size_t, out.length, DBG_PRINT_MAX)] = '\0';
	part = origin.module ? take_part(&origin, print_context()) : NULL;
	if (!part) {
		log_lines(&origin, level, text);
		return;
	}
	for (c = text; *c; c++) {
		if (*c == '\r')
			continue;
		if (*c == '\n') {
			end_part(part);
			continue;
		}
		if (!part->length)
			part->level = level;
		part->text[part->length++] = *c;
		if (part->length == DBG_PRINT_MAX)
			end_part(part);
	}
	give_part(part);
}

ULONG DbgPrint(PCSTR format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	debug_print(nt_caller(), DPFLTR_INFO_LEVEL, format, arguments);
	va_end(arguments);
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_GPL(DbgPrint);

ULONG DbgPrintEx(ULONG component, ULONG level, PCSTR format, ...)
{
	va_list arguments;

	/* From 32 on it is a mask. */
	if (level >= 32)
		level = level & ~DPFLTR_MASK ? __ffs(level & ~DPFLTR_MASK) : DPFLTR_INFO_LEVEL;
	va_start(arguments, format);
	debug_print(nt_caller(), level, format, arguments);
	va_end(arguments);
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_GPL(DbgPrintEx);

VOID NTAPI RtlAssert(PVOID assertion, PVOID file, ULONG line, PSTR message)
{
	const struct origin origin = origin_of(nt_caller());

	if (!nt_is_text(assertion, false))
		assertion = "?";
	if (!nt_is_text(file, false))
		file = "?";
	if (!nt_is_text(message, false))
		message = NULL;
	if (glue_log_allowed(assertion))
		pr_err("%s: assertion failed: %s, %s:%u%s%s\n", origin.name, (char *)assertion,
		       kbasename(file), line, message ? ": " : "", message ?: "");
}
EXPORT_SYMBOL_GPL(RtlAssert);

VOID NTAPI DbgBreakPoint(VOID)
{
	const void *caller = nt_caller();
	const struct origin origin = origin_of(caller);

	if (glue_log_allowed(caller))
		pr_err("%s: breakpoint at %pS\n", origin.name, caller);
}
EXPORT_SYMBOL_GPL(DbgBreakPoint);
