// SPDX-License-Identifier: Apache-2.0
#include "runtime/flow/inlets.hpp"

#include "runtime/flow/joiners.hpp"

namespace omma::flow {
void Joiner::drop(std::size_t inlet) {
  Frame frame;
  if (inlets_[inlet].edge->take(frame)) inlets_[inlet].edge->drop(frame);
}

std::unique_ptr<Joiner> make_joiner(const Join& join, std::span<Inlet> inlets) {
  if (inlets.size() == 1) return std::make_unique<OneInlet>(inlets);
  switch (join.rule) {
    case JoinRule::same_frame: return std::make_unique<SameFrame>(inlets);
    case JoinRule::nearest: return std::make_unique<Nearest>(inlets, join);
    case JoinRule::latest: return std::make_unique<Latest>(inlets);
    case JoinRule::any: return std::make_unique<AnyFrame>(inlets);
  }
  return nullptr;
}

}  // namespace omma::flow
