// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/base/value.hpp"
#include "runtime/frames/pixel_format.hpp"

namespace omma {

/// Which pixel formats a port offers. Exactly one of the three is in force:
/// `like` (an output: whatever format the named input gets), `param` (an output: the format that
/// the named text parameter spells; empty text means like the first input), else `any_of`
/// (empty: every format). The same way for the size: `like`, or the parameters that hold it.
struct Formats {
  std::vector<PixelFormat> any_of;
  std::string like;
  std::string param;

  friend bool operator==(const Formats&, const Formats&) = default;
};

/// The size of the pictures of an output, as far as the file tells it.
struct Size {
  std::string like;         ///< as large as the pictures of this input
  std::string width_param;  ///< or as these two parameters say (0: like the first input)
  std::string height_param;
  bool in_proportion = false;  ///< a parameter of 0 follows the other, as the sides of the input do
};

/// What flows: pixels, or only what is known about them.
enum class Payload {
  picture,  ///< the actor looks at (or makes) pixels
  notes,    ///< it reads (or writes) regions and attributes; pixels pass by untouched
  any       ///< it handles the frame as a whole
};

struct Port {
  std::string name;
  std::string doc;
  Payload payload = Payload::any;
  Formats formats;
  Size size;                  ///< outputs only
  bool many_sources = false;  ///< outputs only: frames of several sources, which come and go
  bool optional = false;      ///< inputs only: the actor also works when nothing (yet) came in here
};

/// What a changed parameter costs while the graph runs.
enum class Change {
  immediate,    ///< the next frame sees it
  reinitialise  ///< a member function of the actor does work before the next frame
};

/// The files that a text parameter names and the actor writes, in folders that it makes.
struct WrittenFile {
  std::vector<std::string> endings;  ///< ".png", in small letters; empty: any
  std::string unless;  ///< the text parameter that allows other endings, unless it is empty

  friend bool operator==(const WrittenFile&, const WrittenFile&) = default;
};

/// For whom a parameter is, as GenICam has it.
enum class Visibility { beginner, expert, guru };

struct Param {
  std::string name;
  std::string doc;
  std::string unit;  ///< "px", "ms", "Hz"; empty when it has none
  ValueType type = ValueType::number;
  Value fallback;             ///< the default
  std::optional<double> min;  ///< inclusive; for numbers, integers and each element of a list
  std::optional<double> max;
  std::optional<double> increment;    ///< numbers: `min` plus a multiple of this
  std::vector<std::string> choices;   ///< texts only: the only values allowed; empty = any
  std::optional<WrittenFile> writes;  ///< texts only: it is the path of a file, or of many
  bool required = false;
  Change change = Change::immediate;
  bool writable = true;  ///< false: at the moment, or ever, it can only be read
  Visibility visibility = Visibility::beginner;
};

/// Pictures that an actor takes room for ahead of its steps and keeps between them: the buffers
/// that a device fills while the actor waits.
struct Pool {
  int frames = 0;
  std::string param;  ///< or as many as this integer parameter says

  friend bool operator==(const Pool&, const Pool&) = default;
};

/// How many frames leave per step.
enum class Rate {
  one,    ///< exactly one result on each output
  maybe,  ///< none or one
  many    ///< any number
};

/// Everything that can be known about a kind of actor without making one.
/// `omma actors`, the checker, the schema, completion and error texts read this and nothing else.
struct Contract {
  std::string kind;
  std::string doc;     ///< the first sentence says what it does
  std::string family;  ///< "image", "video", ... ; for grouping
  std::string origin;  ///< "built in", or the plug-in's path
  std::vector<Port> inputs;
  std::vector<Port> outputs;
  std::vector<Param> params;
  Pool pool;
  Rate rate = Rate::one;
  bool stateful = false;  ///< a step depends on earlier frames: it cannot be replicated
  bool heavy = false;  ///< a step blocks or computes for long: never share a thread with light ones

  static constexpr const char* own_origin = "built in";
  bool built_in() const { return origin == own_origin; }
  bool source() const { return inputs.empty(); }
  bool sink() const { return outputs.empty(); }

  const Port* input(std::string_view name) const;
  const Port* output(std::string_view name) const;
  const Param* param(std::string_view name) const;
};

/// Of ports, parameters, or whatever else has a name.
template <class T>
std::vector<std::string> names_of(const std::vector<T>& list) {
  std::vector<std::string> names;
  names.reserve(list.size());
  for (const T& each : list) names.push_back(each.name);
  return names;
}

}  // namespace omma
