// SPDX-License-Identifier: Apache-2.0
namespace elsewhere {
int undefined(int number);
}

int called = elsewhere::undefined(1);
