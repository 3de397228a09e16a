# SPDX-License-Identifier: GPL-3.0-or-later
check_PROGRAMS += tests/audio/io/device_probe
tests_audio_io_device_probe_SOURCES = tests/audio/io/device_probe.c
tests_audio_io_device_probe_CFLAGS = $(HOUSE_CFLAGS)
tests_audio_io_device_probe_LDADD = libio.a libengine.a libbase.a $(SNDFILE_LIBS) $(SOXR_LIBS) $(PORTAUDIO_LIBS)
