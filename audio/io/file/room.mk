# SPDX-License-Identifier: GPL-3.0-or-later
libio_a_SOURCES += \
  audio/io/file/codec.c \
  audio/io/file/codec.h \
  audio/io/file/compressed.c \
  audio/io/file/compressed.h \
  audio/io/file/convert.c \
  audio/io/file/convert.h \
  audio/io/file/dither.c \
  audio/io/file/dither.h \
  audio/io/file/excerpt.c \
  audio/io/file/excerpt.h \
  audio/io/file/extremes.c \
  audio/io/file/extremes.h \
  audio/io/file/flactail.c \
  audio/io/file/flactail.h \
  audio/io/file/guard.c \
  audio/io/file/guard.h \
  audio/io/file/layout.c \
  audio/io/file/layout.h \
  audio/io/file/layout_format.c \
  audio/io/file/layout_walk.c \
  audio/io/file/layout_walk.h \
  audio/io/file/mpegframes.c \
  audio/io/file/mpegframes.h \
  audio/io/file/oggpages.c \
  audio/io/file/oggpages.h \
  audio/io/file/pack.c \
  audio/io/file/pack.h \
  audio/io/file/pack_kernels.h \
  audio/io/file/partfile.c \
  audio/io/file/partfile.h \
  audio/io/file/resampler.c \
  audio/io/file/resampler.h \
  audio/io/file/soundfile.c \
  audio/io/file/soundfile.h \
  audio/io/file/soundpipe.c \
  audio/io/file/soundpipe.h \
  audio/io/file/tags.c \
  audio/io/file/tags.h \
  audio/io/file/unpack.c \
  audio/io/file/unpack.h \
  audio/io/file/unpack_kernels.h \
  audio/io/file/view.c \
  audio/io/file/view.h \
  audio/io/file/wavheader.c \
  audio/io/file/wavheader.h \
  audio/io/file/writer.c \
  audio/io/file/writer.h
if X86
libio_avx2_a_SOURCES += \
  audio/io/file/pack_avx2.c \
  audio/io/file/unpack_avx2.c
endif
EXTRA_DIST += audio/io/file/README.md
