# SPDX-License-Identifier: GPL-3.0-or-later
# Fuzzers for libFuzzer: built by `./dev fuzz` in a folder of their own (CC=clang, --enable-sanitizers=fuzzer-no-link,address,undefined).
EXTRA_PROGRAMS += \
  tests/fuzz/project \
  tests/fuzz/soundfile
tests_fuzz_project_SOURCES = tests/fuzz/project.c
tests_fuzz_project_CFLAGS = $(HOUSE_CFLAGS)
tests_fuzz_project_LDFLAGS = -fsanitize=fuzzer
tests_fuzz_project_LDADD = libprojects.a libdsp.a libbase.a
tests_fuzz_soundfile_SOURCES = tests/fuzz/soundfile.c
tests_fuzz_soundfile_CFLAGS = $(HOUSE_CFLAGS)
tests_fuzz_soundfile_LDFLAGS = -fsanitize=fuzzer
tests_fuzz_soundfile_LDADD = libio.a libengine.a libmeasure.a libdsp.a libbase.a $(SNDFILE_LIBS) $(SOXR_LIBS) $(PORTAUDIO_LIBS)

# The same target without libFuzzer, for a moment in every run of the tests.
check_PROGRAMS += tests/fuzz/briefly
TESTS += tests/fuzz/test_briefly.sh
tests_fuzz_briefly_SOURCES = tests/fuzz/driver.c tests/fuzz/project.c
tests_fuzz_briefly_CFLAGS = $(HOUSE_CFLAGS)
tests_fuzz_briefly_LDADD = libprojects.a libdsp.a libbase.a

EXTRA_DIST += \
  tests/fuzz/run \
  tests/fuzz/seeds/project/checks.txt \
  tests/fuzz/seeds/project/commands.txt \
  tests/fuzz/seeds/project/small.txt \
  tests/fuzz/test_briefly.sh
