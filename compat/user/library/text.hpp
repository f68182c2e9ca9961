// SPDX-License-Identifier: GPL-2.0 OR MIT
/// text.hpp - UTF-8 and UTF-16.
#pragma once

#include <string>

#include <ntparport/windows.h>

namespace nt {

/// The text in UTF-8, empty for nullptr; what is not a character becomes U+FFFD.
std::string narrow(LPCWSTR text);

/// The text in UTF-16, in the same way.
std::u16string widen(const std::string &text);

/// The text with small letters instead of capitals, in the Latin-1 range.
std::string folded(const std::string &text);

}
