// SPDX-License-Identifier: GPL-2.0 OR MIT
/// registry.hpp - keys and values that can be read.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "library/object.hpp"

namespace nt {

/// A value. Texts are in UTF-8; those of REG_MULTI_SZ are several.
struct Value {
	std::string name;
	DWORD type = REG_NONE;
	std::vector<std::string> texts;
	std::vector<BYTE> data;	 // of the other types
};

/// What is in a key: of what has one name, in upper or lower case, the last one counts.
struct Contents {
	std::vector<Value> values;
	std::map<std::string, std::pair<std::string, Contents>> keys;  // by the folded name

	void set(const Value &value);
	Contents &key(const std::string &name);
};

/// An open key.
struct Key final : Object {
	Key *key() override { return this; }

	std::vector<std::string> path;	// from HKEY_LOCAL_MACHINE on
	bool is_alone = false;		// it has no path, and no keys
	Contents contents;
};

/// A text as a value.
Value text_value(const std::string &name, const std::string &text);

/// The numbers of the ports, in order.
std::vector<unsigned int> port_numbers();

/// LPT1 for port 0.
std::string port_name(unsigned int number);

}
