# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libio.a
libio_a_SOURCES =
libio_a_CFLAGS = $(HOUSE_CFLAGS) $(SNDFILE_CFLAGS) $(SOXR_CFLAGS) $(PORTAUDIO_CFLAGS)
libio_a_CPPFLAGS = $(AM_CPPFLAGS)
libio_a_LIBADD =
if X86
# Compiled for AVX2, called only where the CPU has it.
libio_a_CPPFLAGS += -DHAVE_AVX2_KERNELS
noinst_LIBRARIES += libio_avx2.a
libio_avx2_a_SOURCES =
libio_avx2_a_CFLAGS = $(HOUSE_CFLAGS) $(AVX2_CFLAGS)
libio_a_LIBADD += $(libio_avx2_a_OBJECTS)
libio_a_DEPENDENCIES = $(libio_avx2_a_OBJECTS)
endif
EXTRA_DIST += audio/io/README.md
include audio/io/device/room.mk
include audio/io/file/room.mk
include audio/io/stream/room.mk
