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
  tests/src/test_analyze.py \
  tests/src/test_bad_input.py \
  tests/src/test_bounce.py \
  tests/src/test_chains.py \
  tests/src/test_check.py \
  tests/src/test_compare.py \
  tests/src/test_convolve.py \
  tests/src/test_decided.py \
  tests/src/test_demo.py \
  tests/src/test_depfile.py \
  tests/src/test_desk.py \
  tests/src/test_device_loss.py \
  tests/src/test_dither.py \
  tests/src/test_faults.py \
  tests/src/test_field.py \
  tests/src/test_gainstage.py \
  tests/src/test_heard.py \
  tests/src/test_image.py \
  tests/src/test_inaudible.py \
  tests/src/test_latency.py \
  tests/src/test_listen.py \
  tests/src/test_listening.py \
  tests/src/test_look.py \
  tests/src/test_manual.py \
  tests/src/test_multiband.py \
  tests/src/test_names.py \
  tests/src/test_new.py \
  tests/src/test_odd_files.py \
  tests/src/test_overwrite.py \
  tests/src/test_plain.py \
  tests/src/test_processor.py \
  tests/src/test_promises.py \
  tests/src/test_protocol.py \
  tests/src/test_rate.py \
  tests/src/test_readme.py \
  tests/src/test_record.py \
  tests/src/test_recovery.py \
  tests/src/test_same_bytes.py \
  tests/src/test_scale.py \
  tests/src/test_serve.py \
  tests/src/test_serve_faults.py \
  tests/src/test_stems_checked.py \
  tests/src/test_tails.py \
  tests/src/test_told.py \
  tests/src/test_two_users.py \
  tests/src/test_versions.py
TESTS += $(SRC_TESTS)
EXTRA_DIST += $(SRC_TESTS) tests/src/checks.py tests/src/compare_builds.py tests/src/devices.py tests/src/harness.py tests/src/judges.py tests/src/oddfiles.py \
  tests/src/processors.py tests/src/served.py tests/src/sessions.py
EXTRA_DIST += tests/src/delay.c \
  tests/src/screens/desk-120x40-ascii.txt \
  tests/src/screens/desk-120x40-utf8.txt \
  tests/src/screens/desk-200x60-ascii.txt \
  tests/src/screens/desk-200x60-utf8.txt \
  tests/src/screens/desk-80x24-ascii.txt \
  tests/src/screens/desk-80x24-utf8.txt
# A library that makes the way between desk and session slow. Never instrumented by sanitizers.
check_DATA += tests/src/delay.so
CLEANFILES += tests/src/delay.so
tests/src/delay.so: $(top_srcdir)/tests/src/delay.c
	$(AM_V_CC)$(MKDIR_P) tests/src && $(CC) -std=gnu11 -O2 -g -Wall -Wextra -fPIC -shared -o $@ $(top_srcdir)/tests/src/delay.c -ldl -lpthread
check_PROGRAMS += tests/src/test_recorder
TESTS += tests/src/test_recorder
tests_src_test_recorder_SOURCES = tests/src/test_recorder.c
tests_src_test_recorder_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_src_test_recorder_LDADD = libsession.a libmix.a libprojects.a libdsp.a libbase.a $(CMOCKA_LIBS)
# The program with a processor that it does not know.
check_PROGRAMS += tests/src/ttymix_louder
tests_src_ttymix_louder_SOURCES = tests/src/louder.c
tests_src_ttymix_louder_LDADD = $(ttymix_OBJECTS) $(ttymix_LDADD)
tests_src_ttymix_louder_DEPENDENCIES = $(ttymix_OBJECTS) $(ttymix_DEPENDENCIES)
check_PROGRAMS += tests/src/test_curves
TESTS += tests/src/test_curves
tests_src_test_curves_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_src_test_curves_LDADD = libprojects.a libengine.a libdsp.a libbase.a $(CMOCKA_LIBS)
