// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

/// Messages between the runner and a host: one datagram of a SOCK_SEQPACKET socket each, numbers
/// little-endian. The same layout stands in python_actors/omma/_wire.py.
///
///   message = Head, what its kind says
///   step    = items x (Input, dims x u64, links x Buffer), others x SlotRoom
///   result  = others x u32 (leases that are kept), Copied, items x (Output, dims x u64, notes,
///             source, about), state; about = About, missing x (first row u32, rows u32);
///             state: of a source that can go on where it is, else nothing
///   end     = others x u32 (leases that are kept)
///   error   = others x u32 (leases that are kept), text; items: of its kind, see error_code
///   configured = others x u32 (leases that are kept), JSON: "values" by name, and "params", what
///             only the instance knows, as contracts are described
///   need    = u64; items: for the state, which no step ends; of a script: granted
///             with the same number
///   ready   = JSON: "files" of the project that were imported; an error of a load, too, with those
///             that were looked for, and the "error"
namespace omma::hosts {

enum class Message : std::uint16_t {
  load = 1,  ///< to the host: JSON; answered by ready or error
  ready,
  step,  ///< answered by result, end or error
  result,
  end,  ///< a source has nothing more
  error,
  need,  ///< from the host: bytes of one more slot; answered by grant
  grant,
  release,     ///< from the host: leases that it lets go
  configure,   ///< JSON of parameters to set; answered by configured, or error: none is set
  slab,        ///< with the descriptor of frame memory, on the control socket, or on the line of a
               ///< look or feed; items: writable
  finish,      ///< the inputs have ended; answered as step
  channel,     ///< on the control socket, with the descriptor of an actor's socket
  prepare,     ///< on the control socket: the path of a file to import ahead of time
  hand_over,   ///< to the host: no more steps come; answered by state
  state,       ///< others x SlotRoom that hold the actor's state; to its next process as it came
  rehearse,    ///< the last step again, to no effect, for one is due within `number` ns; answered
               ///< by rehearsed
  rehearsed,   ///< as a result, which is of no use
  configured,  ///< JSON: what is in force
  forget       ///< to the host, where `slab` goes: that frame memory is no more
};

struct Head {
  Message kind = Message::step;
  std::uint16_t items = 0;
  std::uint32_t others = 0;
  std::uint64_t number = 0;
};

/// A finished FlatBuffer: a header, or a link of notes.
struct BufferWire {
  std::uint32_t slab = 0;
  std::uint32_t size = 0;
  std::uint64_t offset = 0;
};

struct InputWire {
  std::uint32_t lease = 0;
  std::uint32_t links = 0;
  std::uint32_t pixel_slab = 0;
  std::uint8_t present = 0;
  std::uint8_t dtype = 0;
  std::uint8_t status = 0;
  std::uint8_t dims = 0;  ///< of tensors
  std::uint32_t format = 0;
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  std::uint32_t stride = 0;
  BufferWire header;
  std::uint64_t pixels = 0;       ///< offset in their slab
  std::uint64_t pixel_bytes = 0;  ///< 0: there are none, nor a slab
};

/// Room that the host may write a result into.
struct SlotWire {
  std::uint32_t lease = 0;
  std::uint32_t slab = 0;
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
};

struct CopiedWire {
  std::uint64_t pixels = 0;
  std::uint64_t bytes = 0;
};

/// Where the pixels of an output are.
enum class Origin : std::uint8_t {
  slot,  ///< an array, whose shape the dimensions are
  input,
  empty,   ///< no pixels but those of the input
  pixels,  ///< in a slot, too: a picture of `format`; the dimensions are height, width and stride
  none     ///< a frame without pixels
};

constexpr std::uint64_t no_sequence = UINT64_MAX;  ///< the next one

struct OutputWire {
  std::uint8_t port = 0;
  Origin origin = Origin::empty;
  std::uint8_t dtype = 0;
  std::uint8_t dims = 0;
  std::uint32_t format = 0;  ///< 0: as the port and the shape say
  std::uint32_t lease = 0;   ///< of the slot or of the input
  std::uint32_t notes = 0;   ///< bytes
  std::int64_t due_ns = -1;
  std::uint64_t sequence = no_sequence;  ///< of a source's frame
  std::uint32_t source = 0;              ///< bytes of its name; 0: the actor's
  std::uint32_t about = 0;               ///< bytes of what else there is to say
};

/// Of an output: when it was taken, and what is missing. Without it these are as the input's.
struct AboutWire {
  std::int64_t capture_ns = 0;
  std::int64_t arrival_ns = 0;
  std::int64_t clock_error_ns = -1;
  std::uint8_t clock = 0;
  std::uint8_t status = 0;
  std::uint16_t missing = 0;  ///< ranges of rows
  std::uint32_t unused = 0;
};

static_assert(sizeof(Head) == 16 && sizeof(InputWire) == 64 && sizeof(BufferWire) == 16);
static_assert(sizeof(AboutWire) == 32);
static_assert(sizeof(SlotWire) == 24 && sizeof(CopiedWire) == 16 && sizeof(OutputWire) == 40);

constexpr std::size_t longest_message = 160 * 1024;

}  // namespace omma::hosts
