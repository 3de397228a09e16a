# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libdsp.a
libdsp_a_SOURCES = \
  audio/dsp/catalogue.c \
  audio/dsp/catalogue.h \
  audio/dsp/cell.h \
  audio/dsp/fade.c \
  audio/dsp/fade.h \
  audio/dsp/glide.c \
  audio/dsp/glide.h \
  audio/dsp/kernels.c \
  audio/dsp/kernels.h \
  audio/dsp/kinds.h \
  audio/dsp/lanes.c \
  audio/dsp/lanes.h \
  audio/dsp/lanes_any.h \
  audio/dsp/lanes_pair.h \
  audio/dsp/pan.c \
  audio/dsp/pan.h \
  audio/dsp/param.c \
  audio/dsp/param.h \
  audio/dsp/processor.c \
  audio/dsp/processor.h \
  audio/dsp/response.c \
  audio/dsp/response.h \
  audio/dsp/segment.c \
  audio/dsp/segment.h \
  audio/dsp/words.h \
  $(dsp_kernels)
libdsp_a_CFLAGS = $(HOUSE_CFLAGS) $(LANES_CFLAGS)

# Kernels are compiled as they stand and, on x86, with AVX2 and with AVX-512 too, those of pairs of banks with that alone; all land in
# libdsp.a.
dsp_kernels = \
  audio/dsp/lanes_kernel.c \
  audio/dsp/mix_kernel.c
dsp_pair_kernels = \
  audio/dsp/lanes_pair.c
if X86
LANES_CFLAGS = -DLANES_HAVE_AVX2 -DLANES_HAVE_PAIRS
noinst_LIBRARIES += libdsp_avx2.a
libdsp_avx2_a_SOURCES = $(dsp_kernels)
libdsp_avx2_a_CFLAGS = $(HOUSE_CFLAGS) $(LANES_CFLAGS) -DLANES_AVX2 $(AVX2_CFLAGS)
noinst_LIBRARIES += libdsp_avx512.a
libdsp_avx512_a_SOURCES = $(dsp_kernels) $(dsp_pair_kernels)
libdsp_avx512_a_CFLAGS = $(HOUSE_CFLAGS) $(LANES_CFLAGS) -DLANES_AVX2 -DLANES_AVX512 $(AVX512_CFLAGS)
libdsp_a_LIBADD = $(libdsp_avx2_a_OBJECTS) $(libdsp_avx512_a_OBJECTS)
libdsp_a_DEPENDENCIES = $(libdsp_avx2_a_OBJECTS) $(libdsp_avx512_a_OBJECTS)
else
libdsp_a_SOURCES += audio/dsp/lanes_pair.c
endif
include audio/dsp/dynamics/room.mk
include audio/dsp/eq/room.mk
include audio/dsp/limiter/room.mk
include audio/dsp/math/room.mk
include audio/dsp/shape/room.mk
include audio/dsp/space/room.mk
