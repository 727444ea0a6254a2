// SPDX-License-Identifier: Apache-2.0
#include "runtime/flow/numbering.hpp"

namespace omma::flow {

std::uint64_t& Numbering::next_of(std::string_view source) {
  if (source == name_) return next_;
  const auto known = others_.find(source);
  return known != others_.end() ? known->second : others_[std::string(source)];
}

/// A source that comes while others run may begin anywhere.
Result<void> Numbering::take(const Outputs& outputs) {
  if (gap_.count != 0) gap_ = {};
  const std::size_t known = others_.size();
  std::uint64_t of_step = 0;
  for (const Sent& sent : outputs.sent) {
    const Identity identity = sent.frame.identity();
    std::uint64_t& next = next_of(identity.source);
    const bool begins = others_.size() > known && next == 0;
    const bool again = &sent != outputs.sent.data() && identity.sequence == of_step;
    if (again) continue;  // parts of the same frame
    of_step = identity.sequence;
    const bool part_of_last = outputs.relayed && identity.sequence + 1 == next;
    if (identity.sequence < next && !part_of_last) {
      return fail(Code::invalid, "it gave frame " + std::to_string(identity.sequence) + " of '" +
                                     std::string(identity.source) + "' after frame " +
                                     std::to_string(next - 1) +
                                     "; the numbers of a source have to grow");
    }
    if (identity.sequence > next && !begins && !outputs.relayed) {
      gap_ = {std::string(identity.source), next, identity.sequence - next};
      missed_ += gap_.count;
    }
    next = identity.sequence + 1;
  }
  return {};
}

}  // namespace omma::flow
