# SPDX-License-Identifier: GPL-3.0-or-later
# Tests mirror the rooms; each test links only what it tests.
# What takes longest comes first, so that nothing is left to wait for at the end.
include tests/src/room.mk
include tests/src/song/room.mk
include tests/src/mix/room.mk
include tests/src/render/room.mk
include tests/src/session/room.mk
include tests/src/serve/room.mk
include tests/projects/room.mk
include tests/tui/room.mk
include tests/audio/base/room.mk
include tests/audio/dsp/room.mk
include tests/audio/measure/room.mk
include tests/audio/engine/room.mk
include tests/audio/io/room.mk
include tests/fault/room.mk
include tests/fuzz/room.mk
include tests/bench/room.mk
include tests/lint/room.mk

if !HAVE_TEST_LIBRARIES
$(check_PROGRAMS): need-test-libraries
need-test-libraries:
	@echo "The tests need cmocka and libebur128 (on Debian: apt install libcmocka-dev libebur128-dev), and then ./configure again." >&2; exit 1
endif
.PHONY: check-data need-test-libraries print-tests
# For ./dev test: the names of all tests, and what scripts need beside the program.
print-tests:
	@for test in $(TESTS); do echo "$$test"; done
check-data: $(check_DATA) $(check_SCRIPTS)
EXTRA_DIST += \
  tests/figures.py \
  tests/fresh/run
