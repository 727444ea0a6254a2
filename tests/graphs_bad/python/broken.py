# SPDX-License-Identifier: Apache-2.0
"""Can not be imported."""

import nothing_of_this_name  # noqa: F401
