// SPDX-License-Identifier: GPL-2.0
/// path.hh - paths in the namespace; internal.
#pragma once

#include "glue/nt.h"

namespace ob {

template <size_t size>
constexpr UNICODE_STRING literal(const WCHAR (&text)[size])
{
	return { (size - 1) * sizeof(WCHAR), size * sizeof(WCHAR), const_cast<WCHAR *>(text) };
}

inline bool begins_with(const UNICODE_STRING &path, const UNICODE_STRING &prefix)
{
	return RtlPrefixUnicodeString(&prefix, &path, TRUE);
}

/// Takes \DosDevices\ off the path, however it is spelled. False: the path is elsewhere.
bool skip_dos_devices(UNICODE_STRING &path);

}
