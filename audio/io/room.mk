# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libio.a
libio_a_SOURCES = \
  audio/io/io.c \
  audio/io/device.h \
  audio/io/soundfile.h \
  audio/io/store.h \
  audio/io/writer.h
libio_a_CFLAGS = $(HOUSE_CFLAGS) $(SNDFILE_CFLAGS) $(SOXR_CFLAGS) $(PORTAUDIO_CFLAGS)
