// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "runtime/base/activity.hpp"
#include "runtime/contract/registry.hpp"
#include "runtime/hosts/host.hpp"
#include "runtime/hosts/quarantine.hpp"
#include "runtime/hosts/reloader.hpp"

namespace omma::hosts {

/// What the hosted bodies of one graph share. All of it may be left out.
struct Services {
  Reloader* reloader = nullptr;  ///< watches their files
  Activity* activity = nullptr;  ///< null: nobody else is at work
  /// Called with a step that is given up; says where it is kept, as the end of a sentence.
  std::function<std::string(const Quarantined&)> quarantine = nullptr;
  bool early_waking = true;  ///< see early_waking.hpp
};

/// An actor that runs in a host, whichever process and version does. Immutable.
struct HostedActor {
  const Contract& contract;
  const Script code;  ///< `file`: empty where it is built in
  const std::string name;
  const std::shared_ptr<Host> host;
  const Services services;

  const PlannedHost& spec() const { return host->spec(); }
  void tell(Event::Kind kind, const std::string& text) const { host->tell(kind, name, text); }
  void discard(const std::shared_ptr<Process>& process) const { host->discard(process, name); }

  /// The text of a `load`. `changed`: files whose compiled code is of no use. `outputs`: the frame
  /// memory that the process has to have mapped when it answers.
  std::string load_request(const std::map<std::string, Value>& params,
                           const std::vector<std::string>& changed, std::uint32_t outputs) const;

  /// Keeps a step that is given up because of this; what there is to say about it, as the end of
  /// a sentence.
  std::string quarantine(Quarantined step) const;
};

}  // namespace omma::hosts
