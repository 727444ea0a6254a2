# SPDX-License-Identifier: Apache-2.0
import nothing_of_this_name  # noqa: F401
