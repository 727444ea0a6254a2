// SPDX-License-Identifier: Apache-2.0
#include "runtime/graph/report.hpp"

namespace omma {

EdgeReport edge_report(std::string name, WhenFull rule, const flow::Ledger& ledger) {
  return {std::move(name), std::string(omma::name(rule)),
          ledger.offered,  ledger.delivered,
          ledger.dropped,  ledger.lost,
          ledger.in_flight};
}

}  // namespace omma
