# SPDX-License-Identifier: GPL-3.0-or-later
bin_PROGRAMS += ttymix
ttymix_SOURCES = \
  src/main.c
ttymix_CFLAGS = $(HOUSE_CFLAGS)
ttymix_LDADD = $(ALL_ROOMS)
# The arrow src -> tui -> projects -> audio, as the linker sees it.
ALL_ROOMS = libtui.a libprojects.a libio.a libengine.a libmeasure.a libdsp.a libbase.a \
  $(NCURSES_LIBS) $(SNDFILE_LIBS) $(SOXR_LIBS) $(PORTAUDIO_LIBS) $(EBUR128_LIBS) $(FFTW_LIBS)
