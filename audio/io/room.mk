# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libio.a
libio_a_SOURCES = \
  audio/io/codec.c \
  audio/io/codec.h \
  audio/io/convert.c \
  audio/io/convert.h \
  audio/io/device.c \
  audio/io/device.h \
  audio/io/device_child.c \
  audio/io/device_feed.c \
  audio/io/device_name.c \
  audio/io/device_name.h \
  audio/io/device_null.c \
  audio/io/device_output.h \
  audio/io/device_portaudio.c \
  audio/io/device_portaudio.h \
  audio/io/device_process.c \
  audio/io/device_process.h \
  audio/io/device_pump.c \
  audio/io/device_pump.h \
  audio/io/device_share.c \
  audio/io/device_share.h \
  audio/io/dither.c \
  audio/io/dither.h \
  audio/io/flactail.c \
  audio/io/flactail.h \
  audio/io/guard.c \
  audio/io/guard.h \
  audio/io/layout.c \
  audio/io/layout.h \
  audio/io/pack.c \
  audio/io/pack.h \
  audio/io/pack_kernels.h \
  audio/io/pages.c \
  audio/io/pages.h \
  audio/io/partfile.c \
  audio/io/partfile.h \
  audio/io/readahead.c \
  audio/io/readahead.h \
  audio/io/resampler.c \
  audio/io/resampler.h \
  audio/io/soundfile.c \
  audio/io/soundfile.h \
  audio/io/stem.c \
  audio/io/stem.h \
  audio/io/store.c \
  audio/io/store.h \
  audio/io/unpack.c \
  audio/io/unpack.h \
  audio/io/unpack_kernels.h \
  audio/io/wants.c \
  audio/io/wants.h \
  audio/io/wavheader.c \
  audio/io/wavheader.h \
  audio/io/writer.c \
  audio/io/writer.h
libio_a_CFLAGS = $(HOUSE_CFLAGS) $(SNDFILE_CFLAGS) $(SOXR_CFLAGS) $(PORTAUDIO_CFLAGS)
libio_a_CPPFLAGS = $(AM_CPPFLAGS)
libio_a_LIBADD =
if X86
# Compiled for AVX2, called only where the CPU has it.
libio_a_CPPFLAGS += -DHAVE_AVX2_KERNELS
noinst_LIBRARIES += libio_avx2.a
libio_avx2_a_SOURCES = \
  audio/io/pack_avx2.c \
  audio/io/unpack_avx2.c
libio_avx2_a_CFLAGS = $(HOUSE_CFLAGS) $(AVX2_CFLAGS)
libio_a_LIBADD += $(libio_avx2_a_OBJECTS)
libio_a_DEPENDENCIES = $(libio_avx2_a_OBJECTS)
endif
EXTRA_DIST += audio/io/README.md
