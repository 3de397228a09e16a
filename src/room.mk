# SPDX-License-Identifier: GPL-3.0-or-later
bin_PROGRAMS += ttymix
ttymix_SOURCES = \
  src/main.c \
  src/option_print.c \
  src/option_table.c \
  src/option_table.h \
  src/options.c \
  src/options.h
ttymix_CPPFLAGS = $(AM_CPPFLAGS)
ttymix_CFLAGS = $(HOUSE_CFLAGS) $(JANSSON_CFLAGS) $(READLINE_CFLAGS)
ttymix_LDADD = $(ALL_ROOMS) $(JANSSON_LIBS) $(READLINE_LIBS)

# Rooms that tests link: what a song is and how it is mixed, how it is rendered, and what runs while it is worked on.
noinst_LIBRARIES += libmix.a libqc.a librender.a libserve.a libsession.a
libmix_a_SOURCES =
libmix_a_CPPFLAGS = $(AM_CPPFLAGS) -DTTYMIX_DATA_FOLDER='"$(pkgdatadir)"'
libmix_a_CFLAGS = $(HOUSE_CFLAGS)
librender_a_SOURCES =
librender_a_CFLAGS = $(HOUSE_CFLAGS) $(JANSSON_CFLAGS)
libqc_a_SOURCES =
libqc_a_CFLAGS = $(HOUSE_CFLAGS)
libserve_a_SOURCES =
libserve_a_CFLAGS = $(HOUSE_CFLAGS) $(JANSSON_CFLAGS)
libsession_a_SOURCES =
libsession_a_CFLAGS = $(HOUSE_CFLAGS)

# The arrow src -> tui -> projects -> audio, as the linker sees it.
AUDIO_ROOMS = libio.a libengine.a libmeasure.a libdsp.a libbase.a
AUDIO_LIBS = $(SNDFILE_LIBS) $(SOXR_LIBS) $(PORTAUDIO_LIBS) $(FFTW_LIBS)
ALL_ROOMS = libserve.a libsession.a libqc.a librender.a libmix.a libtui.a libprojects.a $(AUDIO_ROOMS) $(NCURSES_LIBS) $(AUDIO_LIBS)
include src/base/room.mk
include src/mix/room.mk
include src/mode/room.mk
include src/plain/room.mk
include src/qc/room.mk
include src/render/room.mk
include src/serve/room.mk
include src/session/room.mk
include src/song/room.mk
include src/speech/room.mk
