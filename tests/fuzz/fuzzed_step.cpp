// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/fuzzed_step.hpp"

#include <cstdlib>

#include "runtime/frames/frame_header.hpp"
#include "runtime/frames/frame_text.hpp"
#include "runtime/frames/frame_verify.hpp"

namespace omma::fuzz {
namespace {

Contract make_contract() {
  Contract made;
  made.kind = "fuzz";
  made.inputs.resize(1);
  made.outputs.resize(2);
  made.outputs[1].formats.any_of = {PixelFormat::Mono8};
  for (const ValueType type : {ValueType::boolean, ValueType::integer, ValueType::number,
                               ValueType::text, ValueType::numbers, ValueType::texts}) {
    Param& param = made.params.emplace_back();
    param.name = std::string(1, static_cast<char>('a' + made.params.size() - 1));
    param.type = type;
  }
  return made;
}

void check(const Frame& frame) {
  if (!verify_header(frame.header()->contents(), frame.pixels().size())) std::abort();
  for (const Slot* link = frame.notes().get(); link != nullptr; link = link->next) {
    if (!verify_notes(link->contents())) std::abort();
  }
  static_cast<void>(to_text(frame));
  if (frame.format() != PixelFormat::Tensor) static_cast<void>(frame.mat());
}

}  // namespace

const Contract& contract() {
  static const Contract made = make_contract();
  return made;
}

Slab& slab() {
  static const std::unique_ptr<Slab> made = std::move(*Slab::create(64 << 20));
  return *made;
}

Frame picture() {
  Header header;
  header.source = "source";
  header.format = PixelFormat::Mono8;
  header.width = header.stride = 8;
  header.height = 4;
  return *seal(slab(), header, *slab().take(32), 32);
}

Result<void> take_results(hosts::Results& results, hosts::Received& said,
                          const hosts::Leases& leases, const Frame& input) {
  static const OutputFormats formats(contract());
  Self self;
  self.name = "fuzz";
  self.slab = &slab();
  std::vector<Frame> inputs{input};
  Outputs outputs;
  Emission emission(inputs, self, formats, outputs);
  auto taken = results.take(said.rest, said.head, leases, emission);
  for (const Sent& sent : outputs.sent) {
    if (sent.port >= contract().outputs.size()) std::abort();
    check(sent.frame);
  }
  return taken;
}

}  // namespace omma::fuzz
