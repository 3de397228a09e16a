# SPDX-License-Identifier: GPL-3.0-or-later
# A library that spoils file operations (shim.c), and what drives it (faults.py). Never instrumented by sanitizers.
check_DATA += tests/fault/shim.so
CLEANFILES += tests/fault/shim.so
EXTRA_DIST += tests/fault/faults.py tests/fault/shim.c
tests/fault/shim.so: $(top_srcdir)/tests/fault/shim.c
	$(AM_V_CC)$(MKDIR_P) tests/fault && $(CC) -std=gnu11 -O2 -g -Wall -Wextra -fPIC -shared -o $@ $(top_srcdir)/tests/fault/shim.c -ldl
