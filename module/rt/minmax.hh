// SPDX-License-Identifier: GPL-2.0
/// minmax.hh - the smaller and the larger of two, of one type.
#pragma once

namespace rt {

template <typename T>
constexpr T min(T a, T b)
{
	return b < a ? b : a;
}

template <typename T>
constexpr T max(T a, T b)
{
	return a < b ? b : a;
}

}
