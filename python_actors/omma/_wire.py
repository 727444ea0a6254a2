# SPDX-License-Identifier: Apache-2.0
"""Messages between the runner and a host: one datagram of a SOCK_SEQPACKET socket each.

Numbers are little-endian. The same layout stands in runtime/hosts/wire.hpp.
"""

import struct

# Every message starts with: kind, number of items, number of leases or grants, number of the step.
HEAD = struct.Struct("<HHIQ")

LOAD = 1  # to the host: JSON; answered by READY or ERROR
READY = 2  # JSON: the files of the project that were imported; so an error of a load
STEP = 3  # to the host: inputs and grants; answered by RESULT, END or ERROR
RESULT = 4
END = 5  # a source has nothing more
ERROR = 6  # text: a traceback
NEED = 7  # to the runner: bytes of a slot, items: for the state; answered by GRANT
GRANT = 8
RELEASE = 9  # to the runner: leases that are let go
CONFIGURE = 10  # to the host: JSON of parameters to set; answered by CONFIGURED or ERROR
SLAB = 11  # to the host: a number, with the descriptor of frame memory
FINISH = 12  # to the host: the inputs have ended; answered as STEP
CHANNEL = 13  # on the control socket, with the descriptor of an actor's socket
PREPARE = 14  # on the control socket: the path of a file to import ahead of time
HAND_OVER = 15  # to the host: no more steps come; answered by STATE
STATE = 16  # room that holds the actor's state, if there is one; to its next process as it came
REHEARSE = 17  # to the host: the last step again, to no effect, for one is due within `number` ns
REHEARSED = 18  # as RESULT, which is of no use
FORGET = 20  # where SLAB goes: the number of frame memory that is no more
CONFIGURED = 19  # JSON: the values in force, and what only the instance knows

# lease, links, slab of the pixels, present, dtype, status, dimensions, format, width, height, stride,
# BUFFER of the header, offset of the pixels, their bytes: 0 where there are none, nor a slab
INPUT = struct.Struct("<IIIBBBBIIIIIIQQQ")
BUFFER = struct.Struct("<IIQ")  # slab, size, offset: a header, or one link of notes
SLOT = struct.Struct("<IIQQ")  # lease, -, offset, bytes: room that the host may write into
BYTES = struct.Struct("<Q")
COPIED = struct.Struct("<QQ")  # pixels, bytes
# port, origin, dtype, dimensions, format, lease or input, bytes of notes, due in ns or -1, sequence
# number or NO_SEQUENCE, bytes of the name of the source, bytes of what only hosts in C++ say
OUTPUT = struct.Struct("<BBBBIIIqQII")
OUTPUT_LEASE = 8  # where the lease stands
NO_SEQUENCE = 2**64 - 1

# Origins of an output's pixels. IN_FORMAT: in a slot as well; the dimensions are the height, width
# and stride of a picture of the format.
IN_SLOT, OF_INPUT, EMPTY, IN_FORMAT = 0, 1, 2, 3

LONGEST = 160 * 1024  # bytes of a message

# The order of omma::DType.
DTYPES = ("uint8", "int8", "uint16", "int16", "int32", "float32", "float64", "float16", "int64")
COUNT = struct.Struct("<I")
