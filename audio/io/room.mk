# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libio.a
libio_a_SOURCES = \
  audio/io/io.c \
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
  audio/io/resampler.c \
  audio/io/resampler.h \
  audio/io/soundfile.h \
  audio/io/store.h \
  audio/io/writer.h
libio_a_CFLAGS = $(HOUSE_CFLAGS) $(SNDFILE_CFLAGS) $(SOXR_CFLAGS) $(PORTAUDIO_CFLAGS)
