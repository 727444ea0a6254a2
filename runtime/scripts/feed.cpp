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
    made.doc = "What the script in Python that runs the graph pushes: `run.push(...)`.";
    made.family = "video";
    Port port;
    port.name = "frame";
    port.doc = "pictures or tensors, as they are pushed";
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
      socket_(std::move(ends.first)),
      other_end_(std::move(ends.second)),
      results_(actor_, 1),
      buffer_(longest_message) {}

Result<std::unique_ptr<Feed>> Feed::create(std::string actor, std::uint64_t bytes) {
  auto slab = Slab::create(bytes, Slab::Writers::hosts);
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

void Feed::announce(const Slab& slab, bool writable) {
  announcements_.tell(socket_, slab, writable);
}

/// Names it in the message, for the frame that comes next.
void Feed::lend(const SlotRef& slot) {
  const SlotWire room = leases_.lend(slot);
  lent_.push_back(room.lease);
  writer_.put(room);
}

/// With as much room as the last one took.
void Feed::let_come() {
  announce(*slab_, true);
  writer_.begin({Message::step, 0, 0, ++number_});
  const std::size_t bytes = results_.rooms().front();
  if (SlotRef slot = bytes == 0 ? SlotRef() : slab_->try_take(bytes)) {
    lend(slot);
    writer_.head().others = 1;
  }
  socket_.send(writer_.bytes());
  told_ = true;
}

/// What was asked for does not fit, whatever is given back.
bool Feed::never_room() const {
  std::uint64_t bytes = need_->bytes;
  for (const std::uint32_t number : lent_) {
    if (const Lease* lease = leases_.find(number)) bytes += lease->slot->capacity;
  }
  return need_->bytes > slab_->ceiling() || bytes > slab_->ceiling();
}

/// As soon as there is room.
void Feed::grant() {
  const bool never = never_room();
  const SlotRef slot = never ? SlotRef() : slab_->try_take(need_->bytes);
  if (!slot && !never) return;
  writer_.begin({Message::grant, 0, slot ? 1U : 0U, need_->number});
  if (slot) {
    lend(slot);
  } else {
    writer_.put_text("there is no room for a frame of " + std::to_string(need_->bytes) +
                     " bytes: all frames together may take " + std::to_string(slab_->ceiling()) +
                     " (`slab_mb` of the graph)");
  }
  socket_.send(writer_.bytes());
  need_.reset();
}

/// True when the frame has come.
Result<bool> Feed::hear(std::span<const std::byte> message, Emission& emission) {
  Reader reader(message);
  const auto head = reader.take<Head>();
  if (head.kind == Message::need) need_ = {head.number, reader.take<std::uint64_t>()};
  if (head.kind == Message::release) leases_.end_released(reader, head);
  if (head.kind != Message::result || head.number != number_) return false;
  told_ = false;
  need_.reset();
  const auto kept = read_leases(reader, head.others);
  auto taken = results_.take(reader, head, leases_, emission);
  leases_.end_step(std::exchange(lent_, {}), kept);
  if (!taken) return tl::make_unexpected(taken.error());
  return true;
}

Result<void> Feed::step(const Self& self, const OutputFormats& formats, Outputs& outputs) {
  if (!told_) let_come();
  Emission emission({}, self, formats, outputs);
  while (!self.stopping()) {
    if (need_) grant();
    if (draining()) socket_.refuse();
    std::span<const std::byte> message;
    const auto limit = need_ ? between_tries : between_looks;
    const Socket::Heard heard = socket_.receive(buffer_, limit, message);
    if (heard == Socket::Heard::nothing) continue;
    if (heard == Socket::Heard::closed || Reader(message).take<Head>().kind == Message::end) break;
    auto came = hear(message, emission);
    if (!came) return tl::make_unexpected(came.error());
    if (*came) return {};
  }
  outputs.end = true;
  close();
  return {};
}

}  // namespace omma::hosts
