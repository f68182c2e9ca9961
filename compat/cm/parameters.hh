// SPDX-License-Identifier: GPL-2.0
/// parameters.hh - values that users write, as module parameters or in a file; internal.
#pragma once

#include "module/rt/status.hh"
#include "cm/key.hh"
#include "cm/settings.h"

namespace cm {

/// An item that a user gives a driver, and where it was found.
struct Given {
	const Key &owner;    // the driver's key
	Key &key;	     // that, or its subkey Parameters
	const char *driver;  // its name
	const char *where;   // for the log: the module parameter, or file and line
	const char *item;    // as it was written, without a NUL
	size_t length;
};

/// Sets the value that the item describes: "Name=type:data", or "Name=%type:data", where bytes of
/// the name and data may be written as % and two hexadecimal digits. Names of subkeys, each with a
/// backslash after it, may be in front of the name. Status::invalid, with a line in the log: it
/// does not describe one. PASSIVE_LEVEL.
Status set_parameter(const Given &given);

/// The same for each line of a settings file; `parameters` is the subkey of that name. Ends at the
/// first mistake.
Status set_file(Key &service, Key &parameters, const char *driver, const nt_settings_file &file);

/// Where the character is in the text, or its length.
size_t find(const char *text, size_t length, char wanted);

}
