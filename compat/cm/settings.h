/* SPDX-License-Identifier: GPL-2.0 */
/* settings.h - what users give a driver when it is loaded; internal. */
#ifndef COMPAT_CM_SETTINGS_H
#define COMPAT_CM_SETTINGS_H

#include <ntddk.h>

/* Where settings files are, and what follows the driver's name in theirs. */
#define NT_SETTINGS_FOLDER "/lib/firmware/ntparport/"
#define NT_SETTINGS_SUFFIX ".settings"
/* A larger file is refused. */
#define NT_SETTINGS_MAX 0x100000

/**
 * struct nt_settings_file - a driver's settings file
 * @path: its path, for the log
 * @text: its contents; NULL: there is no file
 * @length: of the text, which is not terminated
 */
struct nt_settings_file {
	char path[128];
	const char *text;
	size_t length;
};

/**
 * struct nt_settings - what users give a driver
 * @parameters: the module parameter Parameters
 * @parameter_count: how many of these there are
 * @service: the module parameter Service
 * @service_count: how many of these there are
 * @file: its settings file, over which these take precedence
 */
struct nt_settings {
	char *const *parameters;
	unsigned int parameter_count;
	char *const *service;
	unsigned int service_count;
	struct nt_settings_file file;
};

#endif
