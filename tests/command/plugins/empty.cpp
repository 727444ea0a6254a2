// SPDX-License-Identifier: Apache-2.0
int holds_no_kind = 0;
