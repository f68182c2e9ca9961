// SPDX-License-Identifier: GPL-2.0
/// settings_file.cc - the file with a driver's settings.

#include "glue/errno.h"
#include "glue/log.h"
#include "glue/memory.h"
#include "glue/settings_file.h"
#include "cm/parameters.hh"
#include "cm/registry.h"

using cm::Key;

namespace {

/// A line, without what ends it.
struct Line {
	const char *text;
	size_t length;
};

bool is(const Line &line, const char *text)
{
	return line.length == strlen(text) && !memcmp(line.text, text, line.length);
}

bool is_comment(const Line &line) { return line.length && line.text[0] == '#'; }

bool is_blank(const Line &line)
{
	for (size_t n = 0; n < line.length; n++)
		if (line.text[n] != ' ' && line.text[n] != '\t')
			return false;
	return true;
}

/// Takes the first line off the text.
Line next_line(const char *&text, size_t &left)
{
	Line line = { text, cm::find(text, left, '\n') };
	const size_t taken = line.length + (line.length < left);

	text += taken;
	left -= taken;
	if (line.length && line.text[line.length - 1] == '\r')
		line.length--;
	return line;
}

}

Status cm::set_file(Key &service, Key &parameters, const char *driver, const nt_settings_file &file)
{
	static constexpr char mark[] = "\xef\xbb\xbf";	// of UTF-8, which Windows' editors write
	constexpr size_t mark_length = sizeof(mark) - 1;
	Key *key = &parameters;
	const char *text = file.text;
	size_t left = file.length;

	if (left >= mark_length && !memcmp(text, mark, mark_length)) {
		text += mark_length;
		left -= mark_length;
	}
	for (unsigned int number = 1; left; number++) {
		const Line line = next_line(text, left);
		char where[sizeof(file.path) + 12];

		if (is_comment(line) || is_blank(line))
			continue;
		if (is(line, "[Service]")) {
			key = &service;
			continue;
		}
		if (is(line, "[Parameters]")) {
			key = &parameters;
			continue;
		}
		if (_snprintf(where, sizeof(where) - 1, "%s:%u", file.path, number) < 0)
			where[sizeof(where) - 1] = '\0';
		if (cm::find(line.text, line.length, '\0') < line.length) {
			nt_error("%s: %s has a NUL character: the file must be text in UTF-8",
				 driver, where);
			return Status::invalid;
		}
		const Status status =
			set_parameter({ service, *key, driver, where, line.text, line.length });
		if (status != Status::ok)
			return status;
	}
	return Status::ok;
}

int nt_settings_read(const char *driver, nt_settings_file *file)
{
	*file = {};
	if (_snprintf(file->path, sizeof(file->path) - 1,
		      NT_SETTINGS_FOLDER "%s" NT_SETTINGS_SUFFIX, driver) < 0)
		return 0;
	const int err =
		nt_settings_file_read(file->path, NT_SETTINGS_MAX, &file->text, &file->length);
	switch (err) {
	case 0:
	case -NT_ENOENT:
		return 0;
	case -GLUE_ENOMEM:
		break;
	case -NT_EFBIG:
		nt_error("%s: %s is larger than 1 MiB: not loaded", driver, file->path);
		break;
	case -GLUE_EINVAL:
		nt_error("%s: %s is empty, or not a file: not loaded", driver, file->path);
		break;
	default:
		nt_error("%s: %s cannot be read, error %d: not loaded", driver, file->path, -err);
		break;
	}
	return err;
}

void nt_settings_free(nt_settings_file *file)
{
	nt_free(file->text);
	file->text = nullptr;
}
