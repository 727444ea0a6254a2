// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace omma::dsl {

/// In single quotes, control characters made visible, and cut when it is too long to read.
std::string quote(std::string_view text);

/// Each in the double quotes that it has in a TOML file.
std::vector<std::string> in_quotes(std::vector<std::string> texts);

/// "a, b or c"
std::string any_one(const std::vector<std::string>& items);

/// "a, b and c"
std::string all_of(const std::vector<std::string>& items);

/// "1 frame", "3 frames"
std::string count(std::size_t number, std::string_view noun);

/// The shortest text that reads back as the same number.
std::string number_text(double number);

/// The candidate that was probably meant; empty when none is near.
std::string nearest(std::string_view name, const std::vector<std::string>& candidates);

/// "did you mean 'canny'?", or all candidates when none is near and they are few; else `otherwise`.
std::string suggest(std::string_view name, const std::vector<std::string>& candidates,
                    std::string_view otherwise = {});

/// The text with "name = 3" as a line of `omma launch` takes it.
std::string in_line(std::string text, const std::string& name);

}  // namespace omma::dsl
