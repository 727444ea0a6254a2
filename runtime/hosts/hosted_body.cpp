// SPDX-License-Identifier: Apache-2.0
#include "runtime/hosts/hosted_body.hpp"

#include <nlohmann/json.hpp>

#include "runtime/copies.hpp"

namespace omma::hosts {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds time_to_explain{30};  // for the stacks of a process that hangs
constexpr milliseconds longest_slice{100};
constexpr milliseconds time_to_end{1000};  // for a source that is asked to
constexpr milliseconds time_to_be_buried{500};

nlohmann::json json_of(const std::map<std::string, Value>& params) {
  nlohmann::json json = nlohmann::json::object();
  for (const auto& [name, value] : params)
    std::visit([&, &name = name](const auto& plain) { json[name] = plain; }, value);
  return json;
}

}  // namespace

HostedBody::HostedBody(const Contract& contract, Script script, const Self& self)
    : contract_(contract),
      script_(std::move(script)),
      name_(self.name),
      host_(self.host),
      formats_(contract),
      inputs_need_checks_(need_checks(contract)),
      rooms_(contract.outputs.size(), 0),
      buffer_(longest_message) {}

HostedBody::~HostedBody() = default;

Result<void> HostedBody::set(std::string_view param, const Value& value) {
  params_[std::string(param)] = changed_[std::string(param)] = value;
  formats_.set(contract_, param, value);
  return {};
}

Result<void> HostedBody::prepare() {
  if (process_ == nullptr) return load();
  if (changed_.empty()) return {};
  auto told = tell(Message::configure, json_of(std::exchange(changed_, {})).dump(),
                   host_->spec().deadline_ms);
  return told;
}

// ---- life of the process

/// Loads the actor into the process that is to be used now.
Result<void> HostedBody::load() {
  auto process = host_->process();
  if (!process) return tl::make_unexpected(process.error());
  auto channel = (*process)->open_channel();
  if (!channel) {
    host_->condemn(*process, name_);
    return tl::make_unexpected(channel.error());
  }
  process_ = std::move(*process);
  socket_ = std::move(*channel);
  changed_.clear();
  const nlohmann::json wanted{{"actor", name_},
                              {"file", script_.file},
                              {"name", script_.name},
                              {"params", json_of(params_)}};
  auto loaded = tell(Message::load, wanted.dump(), host_->spec().start_deadline_ms);
  if (!loaded) lose_process();
  return loaded;
}

/// Says something that is answered by `ready` or by an error.
Result<void> HostedBody::tell(Message kind, const std::string& text, int limit_ms) {
  writer_.begin({kind, 0, 0, number_});
  writer_.put_text(text);
  socket_.send(writer_.bytes());
  for (;;) {
    std::span<const std::byte> message;
    const auto heard = socket_.receive(buffer_, milliseconds(limit_ms), message);
    if (heard != Socket::Heard::message) {
      const bool late = heard == Socket::Heard::nothing;
      if (late) process_->dump_stacks();
      return fail(Code::failed,
                  late ? "it was not ready within " + std::to_string(limit_ms) +
                             " ms; where it hangs stands above; if it needs longer, set "
                             "`start_deadline_ms` of its host"
                       : death(Answer::died));
    }
    Reader reader(message);
    const auto head = reader.take<Head>();
    if (head.kind == Message::ready) return {};
    if (head.kind == Message::release) release(reader, head.others);
    if (head.kind != Message::error) continue;
    end_step(read_leases(reader, head.others));
    return fail(Code::failed, std::string(reader.rest()));
  }
}

void HostedBody::lose_process() {
  if (process_ != nullptr) host_->condemn(process_, name_);
  process_ = nullptr;
  socket_ = Socket();
  leases_.clear();
}

std::string HostedBody::death(Answer answer) const {
  if (answer == Answer::late)
    return "it did not answer within " + std::to_string(host_->spec().deadline_ms) + " ms";
  const auto ending = process_->ending(time_to_be_buried);
  return "its host " + (ending ? ending->text() : std::string("closed its connection"));
}

// ---- steps

Result<void> HostedBody::step(std::span<Frame> inputs, const Self& self, Outputs& outputs) {
  if (inputs_need_checks_) {
    if (auto checked = check_inputs(contract_, inputs); !checked) return checked;
  }
  ++number_;
  std::string death;
  for (int attempts = 0; attempts <= host_->spec().retries;) {
    if (process_ == nullptr) {
      if (auto loaded = load(); !loaded) return loaded;
    }
    Answer answer = Answer::done;
    auto done = attempt(Message::step, inputs, self, outputs, answer);
    if (answer == Answer::done) return done;
    outputs.clear();
    if (answer == Answer::stopped) return fail(Code::stopped, "it was stopped in a step");
    const std::string what = mourn(answer);
    attempts += process_->innocent(name_) ? 0 : 1;
    lose_process();
    if (self.replaced) self.replaced();
    death = what;
    host_->log(what + "; another process takes over");
  }
  const int tries = host_->spec().retries + 1;
  return fail(Code::quarantined,
              death + (tries == 1 ? "" : ", " + std::to_string(tries) + " times with this frame") +
                  "; it is skipped");
}

/// What became of the process, for the log.
std::string HostedBody::mourn(Answer answer) {
  if (answer == Answer::late) {
    process_->dump_stacks();
    static_cast<void>(process_->ending(time_to_explain));
  }
  return death(answer);
}

Result<void> HostedBody::finish(const Self& self, Outputs& outputs) {
  if (process_ == nullptr) return {};
  ++number_;
  Answer answer = Answer::done;
  auto done = attempt(Message::finish, {}, self, outputs, answer);
  if (answer == Answer::stopped) return {};
  if (answer != Answer::done) return fail(Code::failed, "at its end " + death(answer));
  return done;
}

/// Asks once. What happened to the process, if anything did, is in `answer`.
Result<void> HostedBody::attempt(Message kind, std::span<Frame> inputs, const Self& self,
                                 Outputs& outputs, Answer& answer) {
  write_step(kind, inputs);
  if (!socket_.send(writer_.bytes())) {
    answer = Answer::died;
    return {};
  }
  return read_answer(self, inputs, outputs, answer);
}

Result<void> HostedBody::read_answer(const Self& self, std::span<Frame> inputs, Outputs& outputs,
                                     Answer& answer) {
  for (;;) {
    std::span<const std::byte> message;
    answer = listen(self, message);
    if (answer != Answer::done) return {};
    Reader reader(message);
    const auto head = reader.take<Head>();
    switch (head.kind) {
      case Message::need: grant_needed(reader.take<std::uint64_t>()); break;
      case Message::release: release(reader, head.others); break;
      case Message::end: outputs.end = true; return {};
      case Message::error:
        end_step(read_leases(reader, head.others));
        return fail(Code::failed, std::string(reader.rest()));
      case Message::result: {
        Emission emission(inputs, self, formats_, outputs);
        return take_results(reader, head, emission);
      }
      default: answer = Answer::died; return {};
    }
  }
}

/// Waits for a message in slices, to see when the graph is stopped. A source may take its time,
/// until it is told to end.
HostedBody::Answer HostedBody::listen(const Self& self, std::span<const std::byte>& message) {
  const milliseconds deadline(host_->spec().deadline_ms);
  for (milliseconds waited{0};;) {
    const milliseconds slice = std::min(longest_slice, deadline - waited);
    switch (socket_.receive(buffer_, slice, message)) {
      case Socket::Heard::message: return Answer::done;
      case Socket::Heard::closed: return Answer::died;
      case Socket::Heard::nothing: break;
    }
    const bool stopping = self.stopping && self.stopping();
    if (stopping && !contract_.source()) return Answer::stopped;
    if (!contract_.source() || stopping) waited += slice;
    if (waited >= deadline || (stopping && waited >= time_to_end))
      return stopping ? Answer::stopped : Answer::late;
  }
}

// ---- what the host may touch

std::uint32_t HostedBody::lend(Lease lease) {
  leases_.emplace(next_lease_, std::move(lease));
  return next_lease_++;
}

SlotWire HostedBody::wire_of(std::uint32_t lease, const SlotRef& slot) const {
  const Slab& slab = *slot->slab;
  return {lease, slab.number(), slab.offset(*slot.get()), slot->capacity};
}

/// As much room as the last results took; how many slots that is.
std::uint32_t HostedBody::grant_expected() {
  std::uint32_t granted = 0;
  for (const std::size_t bytes : rooms_) {
    if (bytes == 0) continue;
    SlotRef slot = host_->outputs().try_take(bytes);
    if (!slot) continue;
    const std::uint32_t lease = lend({{}, slot});
    writer_.put(wire_of(lease, slot));
    ++granted;
  }
  return granted;
}

void HostedBody::grant_needed(std::uint64_t bytes) {
  auto slot = host_->outputs().take(bytes);
  writer_.begin({Message::grant, 0, slot ? 1U : 0U, number_});
  if (slot) {
    const std::uint32_t lease = lend({{}, *slot});
    writer_.put(wire_of(lease, *slot));
  } else {
    writer_.put_text(slot.error().text());
  }
  socket_.send(writer_.bytes());
}

std::vector<std::uint32_t> HostedBody::read_leases(Reader& reader, std::uint32_t count) {
  std::vector<std::uint32_t> leases;
  for (; count > 0 && reader.sound(); --count) leases.push_back(reader.take<std::uint32_t>());
  return leases;
}

void HostedBody::release(Reader& reader, std::uint32_t count) {
  for (const std::uint32_t lease : read_leases(reader, count)) leases_.erase(lease);
}

/// The step is over: of what it was lent, the host keeps these leases and no others.
void HostedBody::end_step(const std::vector<std::uint32_t>& kept) {
  std::erase_if(leases_, [&](const auto& lease) {
    return lease.first >= first_of_step_ &&
           std::find(kept.begin(), kept.end(), lease.first) == kept.end();
  });
}

// ---- writing

void HostedBody::write_step(Message kind, std::span<Frame> inputs) {
  Head head{kind, static_cast<std::uint16_t>(inputs.size()), 0, number_};
  first_of_step_ = next_lease_;
  writer_.begin(head);
  for (const Frame& frame : inputs) write_input(frame);
  writer_.head().others = grant_expected();
}

void HostedBody::write_input(const Frame& frame) {
  InputWire wire;
  if (!frame) return writer_.put(wire);
  const Slot& slot = *frame.picture().get();
  const auto at = [&](const void* place) {
    return slot.slab->offset(slot) +
           static_cast<std::uint64_t>(static_cast<const std::byte*>(place) - slot.bytes);
  };
  process_->announce(*slot.slab, false);
  wire.lease = lend({frame, {}});
  wire.slab = slot.slab->number();
  for (Slot* link = frame.notes().get(); link != nullptr; link = link->next) ++wire.links;
  wire.present = 1;
  wire.dtype = static_cast<std::uint8_t>(frame.dtype());
  wire.status = static_cast<std::uint8_t>(frame.status());
  wire.format = static_cast<std::uint32_t>(frame.format());
  wire.width = static_cast<std::uint32_t>(frame.width());
  wire.height = static_cast<std::uint32_t>(frame.height());
  wire.stride = static_cast<std::uint32_t>(frame.stride());
  wire.head = at(slot.buffer);
  wire.head_size = slot.buffer_size;
  wire.pixels = at(frame.pixels().data());
  wire.pixel_bytes = frame.pixels().size();
  const auto shape = frame.shape();
  wire.dims = static_cast<std::uint8_t>(shape.size());
  writer_.put(wire);
  for (const std::uint64_t extent : shape) writer_.put(extent);
  write_links(frame);
}

/// The notes, oldest first.
void HostedBody::write_links(const Frame& frame) {
  std::vector<const Slot*> links;
  for (const Slot* link = frame.notes().get(); link != nullptr; link = link->next)
    links.push_back(link);
  for (auto each = links.rbegin(); each != links.rend(); ++each) {
    const Slot& slot = **each;
    process_->announce(*slot.slab, false);
    writer_.put(
        LinkWire{slot.slab->number(), static_cast<std::uint32_t>(slot.buffer_size),
                 slot.slab->offset(slot) + static_cast<std::uint64_t>(slot.buffer - slot.bytes)});
  }
}

}  // namespace omma::hosts
