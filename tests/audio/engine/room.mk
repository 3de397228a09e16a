# SPDX-License-Identifier: GPL-3.0-or-later
ENGINE_TEST_LIBS = libengine.a libdsp.a libbase.a $(CMOCKA_LIBS)
ENGINE_TEST_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS) -I$(top_srcdir)/tests/audio/engine
ENGINE_DESK = tests/audio/engine/desk.c tests/audio/engine/desk.h tests/audio/engine/lag.c
engine_tests = \
  tests/audio/engine/test_bypass_level \
  tests/audio/engine/test_compensation \
  tests/audio/engine/test_dataflow \
  tests/audio/engine/test_delay \
  tests/audio/engine/test_hostile \
  tests/audio/engine/test_listening \
  tests/audio/engine/test_live \
  tests/audio/engine/test_mix \
  tests/audio/engine/test_monitor \
  tests/audio/engine/test_probe \
  tests/audio/engine/test_rt \
  tests/audio/engine/test_shapes \
  tests/audio/engine/test_table
check_PROGRAMS += $(engine_tests)
TESTS += $(engine_tests)
tests_audio_engine_test_bypass_level_SOURCES = tests/audio/engine/test_bypass_level.c $(ENGINE_DESK)
tests_audio_engine_test_bypass_level_CFLAGS = $(ENGINE_TEST_CFLAGS)
tests_audio_engine_test_bypass_level_LDADD = $(ENGINE_TEST_LIBS)
tests_audio_engine_test_dataflow_SOURCES = tests/audio/engine/test_dataflow.c
tests_audio_engine_test_dataflow_CFLAGS = $(ENGINE_TEST_CFLAGS)
tests_audio_engine_test_dataflow_LDADD = $(ENGINE_TEST_LIBS)
tests_audio_engine_test_compensation_SOURCES = tests/audio/engine/test_compensation.c $(ENGINE_DESK)
tests_audio_engine_test_compensation_CFLAGS = $(ENGINE_TEST_CFLAGS)
tests_audio_engine_test_compensation_LDADD = $(ENGINE_TEST_LIBS)
tests_audio_engine_test_delay_SOURCES = tests/audio/engine/test_delay.c $(ENGINE_DESK)
tests_audio_engine_test_delay_CFLAGS = $(ENGINE_TEST_CFLAGS)
tests_audio_engine_test_delay_LDADD = $(ENGINE_TEST_LIBS)
tests_audio_engine_test_listening_SOURCES = tests/audio/engine/test_listening.c $(ENGINE_DESK)
tests_audio_engine_test_listening_CFLAGS = $(ENGINE_TEST_CFLAGS)
tests_audio_engine_test_listening_LDADD = $(ENGINE_TEST_LIBS)
tests_audio_engine_test_hostile_SOURCES = tests/audio/engine/test_hostile.c $(ENGINE_DESK)
tests_audio_engine_test_hostile_CFLAGS = $(ENGINE_TEST_CFLAGS)
tests_audio_engine_test_hostile_LDADD = $(ENGINE_TEST_LIBS)
tests_audio_engine_test_live_SOURCES = tests/audio/engine/test_live.c $(ENGINE_DESK)
tests_audio_engine_test_live_CFLAGS = $(ENGINE_TEST_CFLAGS)
tests_audio_engine_test_live_LDADD = $(ENGINE_TEST_LIBS)
tests_audio_engine_test_mix_SOURCES = tests/audio/engine/test_mix.c $(ENGINE_DESK)
tests_audio_engine_test_mix_CFLAGS = $(ENGINE_TEST_CFLAGS)
tests_audio_engine_test_mix_LDADD = $(ENGINE_TEST_LIBS)
tests_audio_engine_test_monitor_SOURCES = tests/audio/engine/test_monitor.c $(ENGINE_DESK)
tests_audio_engine_test_monitor_CFLAGS = $(ENGINE_TEST_CFLAGS)
tests_audio_engine_test_monitor_LDADD = $(ENGINE_TEST_LIBS) -lm
tests_audio_engine_test_rt_SOURCES = tests/audio/engine/test_rt.c tests/audio/engine/rt_trap.h $(ENGINE_DESK)
tests_audio_engine_test_rt_CFLAGS = $(ENGINE_TEST_CFLAGS)
tests_audio_engine_test_rt_LDADD = $(ENGINE_TEST_LIBS)
# The trap takes the allocator's place, as the sanitizers do: one or the other.
if !SANITIZERS
tests_audio_engine_test_rt_SOURCES += tests/audio/engine/rt_trap.c
tests_audio_engine_test_rt_CFLAGS += -DWITH_TRAP
endif
tests_audio_engine_test_shapes_SOURCES = tests/audio/engine/test_shapes.c $(ENGINE_DESK)
tests_audio_engine_test_shapes_CFLAGS = $(ENGINE_TEST_CFLAGS)
tests_audio_engine_test_shapes_LDADD = $(ENGINE_TEST_LIBS)
tests_audio_engine_test_table_SOURCES = tests/audio/engine/test_table.c $(ENGINE_DESK)
tests_audio_engine_test_table_CFLAGS = $(ENGINE_TEST_CFLAGS)
tests_audio_engine_test_table_LDADD = $(ENGINE_TEST_LIBS)
tests_audio_engine_test_probe_SOURCES = tests/audio/engine/test_probe.c $(ENGINE_DESK)
tests_audio_engine_test_probe_CFLAGS = $(ENGINE_TEST_CFLAGS)
tests_audio_engine_test_probe_LDADD = $(ENGINE_TEST_LIBS)
