// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace omma {

/// What kind of failure this is; decides the exit status and how a supervisor reacts.
enum class Code {
  invalid,      ///< a value, a file or a frame is not what it has to be
  not_found,    ///< a name, a file or a device does not exist
  unavailable,  ///< it exists but cannot be had now (a busy camera, a missing package)
  exhausted,    ///< a limit that the user configured was reached
  quarantined,  ///< a frame ended its actor's process more often than its host allows
  interrupted,  ///< a source came back from waiting with nothing; it is to be asked again
  stopped,      ///< the graph was halted before the step came to its end
  failed        ///< everything else that went wrong while running
};

/// An expected failure. `where` names the place (file:line:column, an actor, a frame),
/// `what` says what was expected, what was found and how to mend it.
struct Error {
  Code code = Code::failed;
  std::string where;
  std::string what;

  std::string text() const { return where.empty() ? what : where + ": " + what; }
};

/// A value, or the reason why there is none.
template <class T>
using Result = tl::expected<T, Error>;

/// A failed `Result` of any type.
inline tl::unexpected<Error> fail(Code code, std::string what, std::string where = {}) {
  return tl::make_unexpected(Error{code, std::move(where), std::move(what)});
}

}  // namespace omma
