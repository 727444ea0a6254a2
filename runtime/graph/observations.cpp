// SPDX-License-Identifier: Apache-2.0
#include "runtime/graph/observations.hpp"

#include <algorithm>

namespace omma {
namespace {

void add_to(flow::Ledger& sum, const flow::Ledger& ledger) {
  sum.offered += ledger.offered;
  sum.delivered += ledger.delivered;
  sum.dropped += ledger.dropped;
  sum.lost += ledger.lost;
  sum.in_flight += ledger.in_flight;
}

}  // namespace

std::shared_ptr<flow::Observer> Observations::add(const std::string& place,
                                                  flow::ObserverOptions options, Detach detach) {
  const std::lock_guard lock(mutex_);
  settle_closed();
  options.name = free_name(place, options.name);
  const bool listed = options.listed;
  auto observer = std::make_shared<flow::Observer>(place, std::move(options));
  open_.push_back({observer, std::move(detach), listed});
  return observer;
}

/// The name, or with a number where another one of that name looks.
std::string Observations::free_name(const std::string& place, const std::string& name) const {
  const auto taken = [&](const std::string& tried) {
    return std::ranges::any_of(open_, [&](const Open& open) {
      return open.observer->edge_name() == place + " -> " + tried;
    });
  };
  std::string free = name;
  for (int number = 2; taken(free); ++number) free = name + " " + std::to_string(number);
  return free;
}

void Observations::settle_closed() {
  std::erase_if(open_, [this](const Open& open) {
    const flow::Observer& observer = *open.observer;
    if (!observer.closed()) return false;
    open.detach(observer);
    if (!open.listed) return true;
    Account& account = past_[observer.edge_name()];
    account.rule = observer.rule();
    add_to(account.ledger, observer.ledger());
    return true;
  });
}

std::vector<EdgeReport> Observations::report() {
  const std::lock_guard lock(mutex_);
  settle_closed();
  std::map<std::string, Account> accounts = past_;
  for (const Open& open : open_) {
    if (!open.listed) continue;
    Account& account = accounts[open.observer->edge_name()];
    account.rule = open.observer->rule();
    add_to(account.ledger, open.observer->ledger());
  }
  std::vector<EdgeReport> list;
  for (const auto& [name, account] : accounts)
    list.push_back(edge_report(name, account.rule, account.ledger));
  return list;
}

void Observations::close() {
  const std::lock_guard lock(mutex_);
  for (const Open& open : open_) open.observer->close();
  settle_closed();
}

}  // namespace omma
