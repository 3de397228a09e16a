# SPDX-License-Identifier: GPL-3.0-or-later
# The whole program from outside; each script is one test of the suite.
TEST_EXTENSIONS = .py
PY_LOG_COMPILER = python3
AM_TESTS_ENVIRONMENT = \
  TTYMIX='$(abs_top_builddir)/ttymix'; export TTYMIX; \
  TTYMIX_SOURCE='$(abs_top_srcdir)'; export TTYMIX_SOURCE; \
  TTYMIX_QUICK='$(TTYMIX_QUICK)'; export TTYMIX_QUICK; \
  PYTHONDONTWRITEBYTECODE=1; export PYTHONDONTWRITEBYTECODE;
SRC_TESTS = \
  tests/src/test_bounce.py \
  tests/src/test_device_loss.py \
  tests/src/test_heard.py \
  tests/src/test_manual.py \
  tests/src/test_readme.py \
  tests/src/test_recovery.py \
  tests/src/test_same_bytes.py \
  tests/src/test_two_users.py
TESTS += $(SRC_TESTS)
EXTRA_DIST += $(SRC_TESTS) tests/src/compare_builds.py tests/src/harness.py tests/src/sessions.py
