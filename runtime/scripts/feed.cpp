// SPDX-License-Identifier: Apache-2.0
#include "runtime/scripts/feed.hpp"

#include "runtime/contract/registry.hpp"

namespace omma::hosts {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds between_looks{50};  // whether the source is to stop
constexpr milliseconds between_tries{5};   // whether there is room

/// The source that a feed leads to.
class FedBody final : public Body {
 public:
  FedBody(const Contract& contract, Feed& feed) : formats_(contract), feed_(feed) {}

  Result<void> set(std::string_view, const Value&) override { return {}; }
  Result<void> prepare() override { return {}; }
  Result<void> finish(const Self&, Outputs&) override { return feed_.close(), Result<void>(); }
  bool drain() override { return feed_.drain(), true; }
  Result<void> step(std::span<Frame>, const Self& self, Outputs& outputs) override {
    return feed_.step(self, formats_, outputs);
  }

 private:
  OutputFormats formats_;
  Feed& feed_;
};

/// Stands where nobody pushes.
class UnfedBody final : public Body {
 public:
  Result<void> set(std::string_view, const Value&) override { return {}; }
  Result<void> prepare() override {
    return fail(Code::unavailable,
                "a script in Python feeds this source; run the graph there: omma.run(...)");
  }
  Result<void> finish(const Self&, Outputs&) override { return {}; }
  Result<void> step(std::span<Frame>, const Self&, Outputs&) override { return {}; }
};

const Contract& script_contract() {
  static const Contract contract = [] {
    Contract made;
    made.kind = script_kind;
    made.doc = "Gives the frames that a script in Python pushes: `run.push(...)`.";
    made.family = "video";
    made.origin = Contract::own_origin;
    Port port;
    port.name = "frame";
    port.doc = "pictures or tensors, as pushed";
    made.outputs.push_back(port);
    return made;
  }();
  return contract;
}

[[maybe_unused]] const Result<void> registered =
    Registry::global().add({script_contract(), [](const Self&) -> std::unique_ptr<Body> {
                              return std::make_unique<UnfedBody>();
                            }});

}  // namespace

std::unique_ptr<Body> fed_body(const Contract& contract, Feed& feed) {
  return std::make_unique<FedBody>(contract, feed);
}

Feed::Feed(std::string actor, std::unique_ptr<Slab> slab, std::pair<Socket, Socket> ends)
    : actor_(std::move(actor)),
      slab_(std::move(slab)),
      conversation_(std::move(ends.first)),
      other_end_(std::move(ends.second)),
      results_(actor_, 1),
      buffer_(longest_message) {}

Result<std::unique_ptr<Feed>> Feed::create(std::string actor, std::uint64_t bytes) {
  auto slab = Slab::create(bytes, Slab::Writers::host);
  if (!slab) return tl::make_unexpected(slab.error());
  auto ends = Socket::pair();
  if (!ends) return tl::make_unexpected(ends.error());
  return std::unique_ptr<Feed>(new Feed(std::move(actor), std::move(*slab), std::move(*ends)));
}

Result<Socket> Feed::open() {
  if (!other_end_) return fail(Code::unavailable, "'" + actor_ + "' is fed already");
  Socket socket = std::move(*other_end_);
  other_end_.reset();
  return socket;
}

/// With as much room as the last one took.
void Feed::let_come() {
  conversation_.announce(*slab_, true);
  conversation_.begin_step(Message::step, ++number_, {}, lent_);
  const std::size_t bytes = results_.rooms().front();
  if (const SlotRef slot = bytes == 0 ? SlotRef() : slab_->try_take(bytes))
    conversation_.add_room(slot, lent_);
  conversation_.send();
  told_ = true;
}

/// What was asked for does not fit, whatever is given back.
bool Feed::never_room() const {
  std::uint64_t bytes = need_->bytes;
  for (const std::uint32_t number : lent_) {
    if (const Lease* lease = conversation_.leases().find(number)) bytes += lease->slot->capacity;
  }
  return need_->bytes > slab_->ceiling() || bytes > slab_->ceiling();
}

/// As soon as there is room.
void Feed::grant() {
  const bool never = never_room();
  Result<SlotRef> slot = never ? SlotRef() : slab_->try_take(need_->bytes);
  if (!*slot && !never) return;
  if (never)
    slot =
        fail(Code::exhausted, "there is no room for a frame of " + std::to_string(need_->bytes) +
                                  " bytes: all frames together may take " +
                                  std::to_string(slab_->ceiling()) + " (`slab_mb` of the graph)");
  conversation_.grant(need_->number, slot, lent_);
  need_.reset();
}

/// True when the frame has come.
Result<bool> Feed::take(Received& said, Emission& emission) {
  Leases& leases = conversation_.leases();
  if (said.head.kind == Message::need) need_ = said.need;
  if (said.head.kind == Message::release) leases.end_all(said.leases);
  if (said.head.kind != Message::result || said.head.number != number_) return false;
  told_ = false;
  need_.reset();
  if (auto sealed = slab_->seal(); !sealed) return tl::make_unexpected(sealed.error());
  auto taken = results_.take(said.rest, said.head, leases, emission);
  leases.end_step(std::exchange(lent_, {}), said.leases);
  if (!taken) return tl::make_unexpected(taken.error());
  return true;
}

Result<void> Feed::step(const Self& self, const OutputFormats& formats, Outputs& outputs) {
  if (!told_) let_come();
  Emission emission({}, self, formats, outputs);
  while (!self.stopping()) {
    if (need_) grant();
    if (draining()) conversation_.socket().refuse();
    std::span<const std::byte> message;
    const auto limit = need_ ? between_tries : between_looks;
    const Socket::Heard heard = conversation_.socket().receive(buffer_, limit, message);
    if (heard == Socket::Heard::nothing) continue;
    if (heard == Socket::Heard::closed) break;
    auto said = read_message(message);
    if (!said) return tl::make_unexpected(said.error());
    if (said->head.kind == Message::end) break;
    auto came = take(*said, emission);
    if (!came) return tl::make_unexpected(came.error());
    if (*came) return {};
  }
  outputs.end = true;
  close();
  return {};
}

}  // namespace omma::hosts
