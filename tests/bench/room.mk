# SPDX-License-Identifier: GPL-3.0-or-later
EXTRA_PROGRAMS += tests/bench/dsp_bench
tests_bench_dsp_bench_SOURCES = tests/bench/dsp_bench.c
tests_bench_dsp_bench_CFLAGS = $(HOUSE_CFLAGS) $(LANES_CFLAGS)
tests_bench_dsp_bench_LDADD = libdsp.a libbase.a
