// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "runtime/frames/frame_header.hpp"
#include "runtime/frames/frame_text.hpp"
#include "runtime/frames/frame_verify.hpp"
#include "runtime/hosts/results.hpp"

namespace {

using namespace omma;

Contract contract() {
  Contract made;
  made.kind = "fuzz";
  made.inputs.resize(1);
  made.outputs.resize(2);
  made.outputs[1].formats.any_of = {PixelFormat::Mono8};
  return made;
}

/// An input of 8 x 4 pixels.
Frame input(Slab& slab) {
  Header header;
  header.source = "source";
  header.format = PixelFormat::Mono8;
  header.width = header.stride = 8;
  header.height = 4;
  return *seal(slab, header, *slab.take(32), 32);
}

/// What leaves can be read by whoever gets it.
void check(const Frame& frame) {
  if (!verify_header(frame.header()->contents(), frame.pixels().size())) std::abort();
  for (const Slot* link = frame.notes().get(); link != nullptr; link = link->next) {
    if (!verify_notes(link->contents())) std::abort();
  }
  static_cast<void>(to_text(frame));
  if (frame.format() != PixelFormat::Tensor) static_cast<void>(frame.mat());
}

}  // namespace

/// Bytes from another process, as the results of a step for which an input (lease 1) and two slots
/// (leases 2 and 3) were lent: the count of results (u16), and what `Results::take` reads.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::unique_ptr<Slab> slab = std::move(*Slab::create(64 << 20));
  static const Contract declared = contract();
  static const OutputFormats formats(declared);
  std::vector<Frame> inputs{input(*slab)};
  hosts::Leases leases;
  leases.lend({inputs[0], {}});
  for (const std::size_t bytes : {std::size_t{4096}, std::size_t{65536}})
    leases.lend({{}, *slab->take(bytes)});
  Self self;
  self.name = "fuzz";
  self.slab = slab.get();
  Outputs outputs;
  Emission emission(inputs, self, formats, outputs);
  hosts::Results results("fuzz", declared.outputs.size());
  hosts::Reader reader(std::as_bytes(std::span(data, size)));
  hosts::Head head;
  head.items = reader.take<std::uint16_t>();
  static_cast<void>(results.take(reader, head, leases, emission));
  for (const Sent& sent : outputs.sent) {
    if (sent.port >= declared.outputs.size()) std::abort();
    check(sent.frame);
  }
  return 0;
}
