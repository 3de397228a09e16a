# SPDX-License-Identifier: GPL-3.0-or-later
# The rules of the house, and proof that each finds what it is for.
# No program of the build takes part: a build for sanitizers has nothing to add.
if !SANITIZERS
TESTS += tests/lint/test_lint.py
endif
EXTRA_DIST += \
  tests/lint/borrowed.py \
  tests/lint/calls.py \
  tests/lint/circles.py \
  tests/lint/cppcheck.txt \
  tests/lint/includes.py \
  tests/lint/lists.py \
  tests/lint/openings.py \
  tests/lint/rooms.py \
  tests/lint/run \
  tests/lint/style.py \
  tests/lint/symbols.py \
  tests/lint/test_lint.py \
  tests/lint/text.py \
  tests/lint/tree.py \
  tests/lint/unused.py
