# SPDX-License-Identifier: Apache-2.0
"""What runs on a thread."""

import threading

current = threading.local()  # .channel: the one whose actor runs on this thread
