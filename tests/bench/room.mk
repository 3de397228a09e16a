# SPDX-License-Identifier: GPL-3.0-or-later
EXTRA_PROGRAMS += tests/bench/dsp_bench
tests_bench_dsp_bench_SOURCES = tests/bench/dsp_bench.c
tests_bench_dsp_bench_CFLAGS = $(HOUSE_CFLAGS) $(LANES_CFLAGS)
tests_bench_dsp_bench_LDADD = libdsp.a libbase.a

EXTRA_PROGRAMS += tests/bench/io_bench
tests_bench_io_bench_SOURCES = tests/bench/io_bench.c
tests_bench_io_bench_CFLAGS = $(HOUSE_CFLAGS)
tests_bench_io_bench_LDADD = libio.a libengine.a libmeasure.a libdsp.a libbase.a $(SNDFILE_LIBS) $(SOXR_LIBS) $(PORTAUDIO_LIBS)

EXTRA_DIST += \
  tests/bench/README.md \
  tests/bench/lines.py \
  tests/bench/make-project \
  tests/bench/pairs.py \
  tests/bench/run

EXTRA_PROGRAMS += tests/bench/engine_bench
tests_bench_engine_bench_SOURCES = tests/bench/engine_bench.c
tests_bench_engine_bench_CFLAGS = $(HOUSE_CFLAGS)
tests_bench_engine_bench_LDADD = libengine.a libdsp.a libbase.a

EXTRA_PROGRAMS += tests/bench/rt_bench
tests_bench_rt_bench_SOURCES = tests/bench/rt_bench.c
tests_bench_rt_bench_CFLAGS = $(HOUSE_CFLAGS)
tests_bench_rt_bench_LDADD = libengine.a libdsp.a libbase.a
