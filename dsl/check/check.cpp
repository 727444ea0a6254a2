// SPDX-License-Identifier: Apache-2.0
#include "dsl/check/check.hpp"

#include "dsl/check/check_capacity.hpp"
#include "dsl/check/check_cycles.hpp"
#include "dsl/check/check_formats.hpp"
#include "dsl/check/check_hosts.hpp"
#include "dsl/check/check_joins.hpp"
#include "dsl/check/check_memory.hpp"
#include "dsl/check/origins.hpp"
#include "dsl/check/sizes.hpp"
#include "dsl/check/wire.hpp"

namespace omma::dsl {
namespace {

Ceiling ceiling_of(const FlatGraph& graph, const Limits& limits) {
  if (graph.slab_mb == 0) return {limits.slab_bytes, {graph.file, 1, 1}};
  return {graph.slab_mb << 20U, graph.slab_place};
}

}  // namespace

Wiring check(const FlatGraph& graph, const Limits& limits, Report& report) {
  Wiring wiring = wire(graph, limits.registry, report);
  check_hosts(graph, limits.registry, report);
  check_cycles(wiring, report);
  check_formats(wiring, limits.registry, report);
  set_sizes(wiring);
  const Origins found = origins(wiring);
  check_joins(wiring, found, report);
  check_capacity(wiring, found, report);
  check_memory(wiring, ceiling_of(graph, limits), report);
  return wiring;
}

}  // namespace omma::dsl
