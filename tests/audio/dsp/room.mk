# SPDX-License-Identifier: GPL-3.0-or-later
check_PROGRAMS += tests/audio/dsp/test_fft
TESTS += tests/audio/dsp/test_fft
tests_audio_dsp_test_fft_SOURCES = tests/audio/dsp/test_fft.c
tests_audio_dsp_test_fft_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_dsp_test_fft_LDADD = libdsp.a libbase.a $(CMOCKA_LIBS)

EXTRA_DIST += \
  tests/audio/dsp/hall.h \
  tests/audio/dsp/meter16.h \
  tests/audio/dsp/reference.h \
  tests/audio/dsp/stage.h \
  tests/audio/dsp/trap.h \
  tests/audio/dsp/twin.h \
  tests/audio/dsp/twin_comp.h

check_PROGRAMS += tests/audio/dsp/test_delay
TESTS += tests/audio/dsp/test_delay
tests_audio_dsp_test_delay_SOURCES = tests/audio/dsp/test_delay.c
tests_audio_dsp_test_delay_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_dsp_test_delay_LDADD = libdsp.a libbase.a $(CMOCKA_LIBS)

check_PROGRAMS += tests/audio/dsp/test_key_listen
TESTS += tests/audio/dsp/test_key_listen
tests_audio_dsp_test_key_listen_SOURCES = tests/audio/dsp/test_key_listen.c
tests_audio_dsp_test_key_listen_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_dsp_test_key_listen_LDADD = libdsp.a libbase.a $(CMOCKA_LIBS)

check_PROGRAMS += tests/audio/dsp/test_limiter
TESTS += tests/audio/dsp/test_limiter
tests_audio_dsp_test_limiter_SOURCES = tests/audio/dsp/test_limiter.c
tests_audio_dsp_test_limiter_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_dsp_test_limiter_LDADD = libdsp.a libbase.a $(CMOCKA_LIBS)

check_PROGRAMS += tests/audio/dsp/test_reverb
TESTS += tests/audio/dsp/test_reverb
tests_audio_dsp_test_reverb_SOURCES = tests/audio/dsp/test_reverb.c
tests_audio_dsp_test_reverb_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_dsp_test_reverb_LDADD = libdsp.a libbase.a $(CMOCKA_LIBS)

check_PROGRAMS += tests/audio/dsp/test_reverb_decay
TESTS += tests/audio/dsp/test_reverb_decay
tests_audio_dsp_test_reverb_decay_SOURCES = tests/audio/dsp/test_reverb_decay.c
tests_audio_dsp_test_reverb_decay_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_dsp_test_reverb_decay_LDADD = libdsp.a libbase.a $(CMOCKA_LIBS)

check_PROGRAMS += tests/audio/dsp/test_imager
TESTS += tests/audio/dsp/test_imager
tests_audio_dsp_test_imager_SOURCES = tests/audio/dsp/test_imager.c
tests_audio_dsp_test_imager_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_dsp_test_imager_LDADD = libdsp.a libbase.a $(CMOCKA_LIBS)

check_PROGRAMS += tests/audio/dsp/test_pairs
TESTS += tests/audio/dsp/test_pairs
tests_audio_dsp_test_pairs_SOURCES = tests/audio/dsp/test_pairs.c
tests_audio_dsp_test_pairs_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_dsp_test_pairs_LDADD = libdsp.a libbase.a $(CMOCKA_LIBS)

check_PROGRAMS += tests/audio/dsp/test_processors
TESTS += tests/audio/dsp/test_processors
tests_audio_dsp_test_processors_SOURCES = tests/audio/dsp/test_processors.c
tests_audio_dsp_test_processors_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_dsp_test_processors_LDADD = libdsp.a libbase.a $(CMOCKA_LIBS)
tests_audio_dsp_test_processors_LDFLAGS = -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc,--wrap=aligned_alloc,--wrap=free

check_PROGRAMS += tests/audio/dsp/test_saturate
TESTS += tests/audio/dsp/test_saturate
tests_audio_dsp_test_saturate_SOURCES = tests/audio/dsp/test_saturate.c
tests_audio_dsp_test_saturate_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_dsp_test_saturate_LDADD = libdsp.a libbase.a $(CMOCKA_LIBS)

check_PROGRAMS += tests/audio/dsp/test_convolve
TESTS += tests/audio/dsp/test_convolve
tests_audio_dsp_test_convolve_SOURCES = tests/audio/dsp/test_convolve.c
tests_audio_dsp_test_convolve_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_dsp_test_convolve_LDADD = libdsp.a libbase.a $(CMOCKA_LIBS)

check_PROGRAMS += tests/audio/dsp/test_dynamics
TESTS += tests/audio/dsp/test_dynamics
tests_audio_dsp_test_dynamics_SOURCES = tests/audio/dsp/test_dynamics.c
tests_audio_dsp_test_dynamics_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_dsp_test_dynamics_LDADD = libdsp.a libbase.a $(CMOCKA_LIBS)

check_PROGRAMS += tests/audio/dsp/test_eq
TESTS += tests/audio/dsp/test_eq
tests_audio_dsp_test_eq_SOURCES = tests/audio/dsp/test_eq.c
tests_audio_dsp_test_eq_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_dsp_test_eq_LDADD = libdsp.a libbase.a $(CMOCKA_LIBS)

check_PROGRAMS += tests/audio/dsp/test_eq_dynamic
TESTS += tests/audio/dsp/test_eq_dynamic
tests_audio_dsp_test_eq_dynamic_SOURCES = tests/audio/dsp/test_eq_dynamic.c
tests_audio_dsp_test_eq_dynamic_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_dsp_test_eq_dynamic_LDADD = libdsp.a libbase.a $(CMOCKA_LIBS)

check_PROGRAMS += tests/audio/dsp/test_reference_gain
TESTS += tests/audio/dsp/test_reference_gain
tests_audio_dsp_test_reference_gain_SOURCES = tests/audio/dsp/test_reference_gain.c
tests_audio_dsp_test_reference_gain_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_dsp_test_reference_gain_LDADD = libdsp.a libbase.a $(CMOCKA_LIBS)

check_PROGRAMS += tests/audio/dsp/test_reference_shaper
TESTS += tests/audio/dsp/test_reference_shaper
tests_audio_dsp_test_reference_shaper_SOURCES = tests/audio/dsp/test_reference_shaper.c
tests_audio_dsp_test_reference_shaper_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_dsp_test_reference_shaper_LDADD = libdsp.a libbase.a $(CMOCKA_LIBS)

check_PROGRAMS += tests/audio/dsp/test_eq_linear
TESTS += tests/audio/dsp/test_eq_linear
tests_audio_dsp_test_eq_linear_SOURCES = tests/audio/dsp/test_eq_linear.c
tests_audio_dsp_test_eq_linear_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_dsp_test_eq_linear_LDADD = libdsp.a libbase.a $(CMOCKA_LIBS)

check_PROGRAMS += tests/audio/dsp/test_clicks
TESTS += tests/audio/dsp/test_clicks
tests_audio_dsp_test_clicks_SOURCES = tests/audio/dsp/test_clicks.c
tests_audio_dsp_test_clicks_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_dsp_test_clicks_LDADD = libdsp.a libbase.a $(CMOCKA_LIBS)

check_PROGRAMS += tests/audio/dsp/test_twin_delay
TESTS += tests/audio/dsp/test_twin_delay
tests_audio_dsp_test_twin_delay_SOURCES = tests/audio/dsp/test_twin_delay.c
tests_audio_dsp_test_twin_delay_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_dsp_test_twin_delay_LDADD = libdsp.a libbase.a $(CMOCKA_LIBS)

check_PROGRAMS += tests/audio/dsp/test_twin_dynamics
TESTS += tests/audio/dsp/test_twin_dynamics
tests_audio_dsp_test_twin_dynamics_SOURCES = tests/audio/dsp/test_twin_dynamics.c
tests_audio_dsp_test_twin_dynamics_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_dsp_test_twin_dynamics_LDADD = libdsp.a libbase.a $(CMOCKA_LIBS)

check_PROGRAMS += tests/audio/dsp/test_twin_eq
TESTS += tests/audio/dsp/test_twin_eq
tests_audio_dsp_test_twin_eq_SOURCES = tests/audio/dsp/test_twin_eq.c
tests_audio_dsp_test_twin_eq_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_dsp_test_twin_eq_LDADD = libdsp.a libbase.a $(CMOCKA_LIBS)

check_PROGRAMS += tests/audio/dsp/test_twin_multiband
TESTS += tests/audio/dsp/test_twin_multiband
tests_audio_dsp_test_twin_multiband_SOURCES = tests/audio/dsp/test_twin_multiband.c
tests_audio_dsp_test_twin_multiband_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_dsp_test_twin_multiband_LDADD = libdsp.a libbase.a $(CMOCKA_LIBS)

check_PROGRAMS += tests/audio/dsp/test_twin_reverb
TESTS += tests/audio/dsp/test_twin_reverb
tests_audio_dsp_test_twin_reverb_SOURCES = tests/audio/dsp/test_twin_reverb.c
tests_audio_dsp_test_twin_reverb_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_dsp_test_twin_reverb_LDADD = libdsp.a libbase.a $(CMOCKA_LIBS)

check_PROGRAMS += tests/audio/dsp/test_reference_limiter
TESTS += tests/audio/dsp/test_reference_limiter
tests_audio_dsp_test_reference_limiter_SOURCES = tests/audio/dsp/test_reference_limiter.c
tests_audio_dsp_test_reference_limiter_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_dsp_test_reference_limiter_LDADD = libdsp.a libbase.a $(CMOCKA_LIBS)

check_PROGRAMS += tests/audio/dsp/test_reference_convolve
TESTS += tests/audio/dsp/test_reference_convolve
tests_audio_dsp_test_reference_convolve_SOURCES = tests/audio/dsp/test_reference_convolve.c
tests_audio_dsp_test_reference_convolve_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_dsp_test_reference_convolve_LDADD = libdsp.a libbase.a $(CMOCKA_LIBS)

check_PROGRAMS += tests/audio/dsp/test_multiband
TESTS += tests/audio/dsp/test_multiband
tests_audio_dsp_test_multiband_SOURCES = tests/audio/dsp/test_multiband.c
tests_audio_dsp_test_multiband_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_dsp_test_multiband_LDADD = libdsp.a libbase.a $(CMOCKA_LIBS)

check_PROGRAMS += tests/audio/dsp/test_limiter_bars
TESTS += tests/audio/dsp/test_limiter_bars
tests_audio_dsp_test_limiter_bars_SOURCES = tests/audio/dsp/test_limiter_bars.c
tests_audio_dsp_test_limiter_bars_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_dsp_test_limiter_bars_LDADD = libdsp.a libbase.a $(CMOCKA_LIBS)

check_PROGRAMS += tests/audio/dsp/test_display
TESTS += tests/audio/dsp/test_display
tests_audio_dsp_test_display_SOURCES = tests/audio/dsp/test_display.c
tests_audio_dsp_test_display_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_dsp_test_display_LDADD = libdsp.a libbase.a $(CMOCKA_LIBS)
