# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libdsp.a
libdsp_a_SOURCES = \
  audio/dsp/cell.h \
  audio/dsp/clipper.c \
  audio/dsp/comp.c \
  audio/dsp/comp_core.c \
  audio/dsp/convolve.c \
  audio/dsp/convolver.c \
  audio/dsp/convolver.h \
  audio/dsp/deesser.c \
  audio/dsp/delay.c \
  audio/dsp/eq.c \
  audio/dsp/eq_bank.c \
  audio/dsp/eq_bank.h \
  audio/dsp/eq_design.c \
  audio/dsp/eq_design.h \
  audio/dsp/eq_detector.c \
  audio/dsp/eq_detector.h \
  audio/dsp/eq_lane.c \
  audio/dsp/eq_lane.h \
  audio/dsp/eq_linear.c \
  audio/dsp/eq_linear.h \
  audio/dsp/eq_linear_design.c \
  audio/dsp/eq_linear_design.h \
  audio/dsp/eq_moving.c \
  audio/dsp/eq_moving.h \
  audio/dsp/fade.c \
  audio/dsp/fade.h \
  audio/dsp/fft.c \
  audio/dsp/fft.h \
  audio/dsp/gain.c \
  audio/dsp/gate.c \
  audio/dsp/glide.c \
  audio/dsp/glide.h \
  audio/dsp/imager.c \
  audio/dsp/kernels.c \
  audio/dsp/kernels.h \
  audio/dsp/key_filter.c \
  audio/dsp/key_filter.h \
  audio/dsp/kinds.h \
  audio/dsp/lane_delay.h \
  audio/dsp/lane_svf.h \
  audio/dsp/lanes.c \
  audio/dsp/lanes.h \
  audio/dsp/limiter.c \
  audio/dsp/limitgain.c \
  audio/dsp/limitgain.h \
  audio/dsp/limitline.c \
  audio/dsp/limitline.h \
  audio/dsp/multiband.c \
  audio/dsp/pan.c \
  audio/dsp/pan.h \
  audio/dsp/param.c \
  audio/dsp/param.h \
  audio/dsp/peak_window.h \
  audio/dsp/peakscan.c \
  audio/dsp/peakscan.h \
  audio/dsp/processor.c \
  audio/dsp/processor.h \
  audio/dsp/response.c \
  audio/dsp/response.h \
  audio/dsp/reverb.c \
  audio/dsp/reverb_tank.c \
  audio/dsp/reverb_tank.h \
  audio/dsp/saturate.c \
  audio/dsp/shaper.c \
  audio/dsp/shaper.h \
  audio/dsp/svf.h \
  audio/dsp/transient.c \
  $(dsp_kernels)
libdsp_a_CFLAGS = $(HOUSE_CFLAGS) $(LANES_CFLAGS)

# Kernels are compiled as they stand and, on x86, once more with AVX2; both land in libdsp.a.
dsp_kernels = \
  audio/dsp/comp_core.h \
  audio/dsp/comp_kernel.c \
  audio/dsp/convolver_kernel.c \
  audio/dsp/deesser_kernel.c \
  audio/dsp/deesser_kernel.h \
  audio/dsp/eq_kernel.c \
  audio/dsp/eq_kernel.h \
  audio/dsp/eq_turns.h \
  audio/dsp/eq_turns_kernel.c \
  audio/dsp/gain_kernel.c \
  audio/dsp/gain_kernel.h \
  audio/dsp/gate_kernel.c \
  audio/dsp/gate_kernel.h \
  audio/dsp/imager_kernel.c \
  audio/dsp/imager_kernel.h \
  audio/dsp/lanes_kernel.c \
  audio/dsp/mix_kernel.c \
  audio/dsp/multiband_kernel.c \
  audio/dsp/multiband_kernel.h \
  audio/dsp/peakscan_kernel.c \
  audio/dsp/reverb_kernel.c \
  audio/dsp/shaper_kernel.c \
  audio/dsp/transient_kernel.c \
  audio/dsp/transient_kernel.h
if X86
LANES_CFLAGS = -DLANES_HAVE_AVX2
noinst_LIBRARIES += libdsp_avx2.a
libdsp_avx2_a_SOURCES = $(dsp_kernels)
libdsp_avx2_a_CFLAGS = $(HOUSE_CFLAGS) $(LANES_CFLAGS) -DLANES_AVX2 $(AVX2_CFLAGS)
libdsp_a_LIBADD = $(libdsp_avx2_a_OBJECTS)
libdsp_a_DEPENDENCIES = $(libdsp_avx2_a_OBJECTS)
endif
