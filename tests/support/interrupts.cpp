// SPDX-License-Identifier: Apache-2.0
#include <Python.h>
#include <frameobject.h>

// Interrupts a call in Python as Ctrl-C does: a signal comes at one of its instructions, and Python
// looks for signals where it ever does. In C++, so that it does not look while nobody wants it to.

namespace {

long passed = 0;  // instructions
long signal_at = -1;

int trace(PyObject*, PyFrameObject* frame, int what, PyObject*) {
  if (what == PyTrace_CALL)
    return PyObject_SetAttrString(reinterpret_cast<PyObject*>(frame), "f_trace_opcodes", Py_True);
  if (what == PyTrace_OPCODE && passed++ == signal_at) PyErr_SetInterrupt();
  return 0;
}

}  // namespace

extern "C" {

/// Of the calls from now on; negative: they are counted only.
void begin_interrupting(long at) {
  passed = 0;
  signal_at = at;
  PyEval_SetTrace(trace, nullptr);
}

/// How many instructions were passed.
long end_interrupting() {
  PyEval_SetTrace(nullptr, nullptr);
  return passed;
}
}
