// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runtime/contract/registry.hpp"
#include "runtime/plan/plan.hpp"

namespace omma::dsl {

/// The colours of a family of actors.
struct Paint {
  std::string_view strong;  ///< header and frame
  std::string_view soft;    ///< background
};

Paint paint(std::string_view family);

/// "image" for an actor of an image kind; "other" when the kind is not known.
std::string family_of(const PlannedActor& actor, const Registry& registry);

/// The name without its modules: "edges" of "outer/edges"; of a converter that an edge asked for,
/// "convert".
std::string short_name(const PlannedActor& actor);

/// "outer/inner" of "outer/inner/edges"; empty outside modules.
std::string module_of(const PlannedActor& actor);

/// What the file says of the actor besides its parameters: "4 replicas", "join nearest, 10 ms".
std::vector<std::string> remarks(const PlannedActor& actor);

/// "drop oldest, queue 8": the rule and the queue where they are not the usual ones.
std::string rule_text(const PlannedEdge& edge);

/// "Mono8 640 x 480": what is known of the pictures.
std::string picture_text(const PlannedEdge& edge);

/// `text` where markup is expected.
std::string escaped(std::string_view text);

}  // namespace omma::dsl
