// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <span>

#include "tests/fuzz/fuzzed_step.hpp"

using namespace omma;

/// Bytes from another process, as the results of a step for which an input (lease 1) and two slots
/// (leases 2 and 3) were lent: the count of results (u16), and what `Results::take` reads.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Frame input = fuzz::picture();
  hosts::Leases leases;
  leases.lend({input, {}});
  for (const std::size_t bytes : {std::size_t{4096}, std::size_t{65536}})
    leases.lend({{}, *fuzz::slab().take(bytes)});
  hosts::Results results("fuzz", fuzz::contract().outputs.size());
  hosts::Received said;
  said.rest = hosts::Reader(std::as_bytes(std::span(data, size)));
  said.head.items = said.rest.take<std::uint16_t>();
  static_cast<void>(fuzz::take_results(results, said, leases, input));
  return 0;
}
