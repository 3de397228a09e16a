# SPDX-License-Identifier: GPL-3.0-or-later
bin_PROGRAMS += ttymix
ttymix_SOURCES = \
  src/agreed.c \
  src/agreed.h \
  src/alerts.c \
  src/alerts.h \
  src/analysisprint.c \
  src/analysisprint.h \
  src/analyze.c \
  src/arena.c \
  src/arena.h \
  src/bounce.c \
  src/bounce.h \
  src/bouncejob.c \
  src/bouncejob.h \
  src/compile.c \
  src/compile.h \
  src/describe.c \
  src/describe.h \
  src/describe_chain.c \
  src/describe_curve.c \
  src/describe_parts.h \
  src/describe_what.c \
  src/deskmode.c \
  src/deskmode.h \
  src/gainstage.c \
  src/gainstage.h \
  src/impulse.c \
  src/impulse.h \
  src/keys.c \
  src/keys.h \
  src/lineinput.c \
  src/lineinput.h \
  src/list.c \
  src/list.h \
  src/main.c \
  src/match.c \
  src/match.h \
  src/measurejob.c \
  src/measurejob.h \
  src/newproject.c \
  src/newproject.h \
  src/options.c \
  src/options.h \
  src/output.c \
  src/output.h \
  src/paths.c \
  src/paths.h \
  src/plain.c \
  src/plain.h \
  src/plain_commands.c \
  src/plain_parts.h \
  src/play.c \
  src/play.h \
  src/preset.c \
  src/preset.h \
  src/progress.c \
  src/progress.h \
  src/project.c \
  src/project.h \
  src/project_copy.c \
  src/range.c \
  src/range.h \
  src/render.c \
  src/render.h \
  src/report.c \
  src/report.h \
  src/serve.c \
  src/serve.h \
  src/session.c \
  src/session.h \
  src/session_edit.c \
  src/session_file.c \
  src/session_gainstage.c \
  src/session_heard.c \
  src/session_journal.c \
  src/session_listen.c \
  src/session_match.c \
  src/session_open.c \
  src/session_parts.h \
  src/session_preset.c \
  src/session_recover.c \
  src/session_report.c \
  src/session_sound.c \
  src/session_state.c \
  src/session_totals.c \
  src/session_transport.c \
  src/signals.c \
  src/signals.h \
  src/sink.c \
  src/sink.h \
  src/solo.c \
  src/sound.c \
  src/sound.h \
  src/speak.c \
  src/speak.h \
  src/stems.c \
  src/stems.h \
  src/words.c \
  src/words.h
ttymix_CPPFLAGS = $(AM_CPPFLAGS) -DTTYMIX_DATA_FOLDER='"$(pkgdatadir)"'
ttymix_CFLAGS = $(HOUSE_CFLAGS) $(JANSSON_CFLAGS) $(READLINE_CFLAGS)
ttymix_LDADD = $(ALL_ROOMS) $(JANSSON_LIBS) $(READLINE_LIBS)
# The arrow src -> tui -> projects -> audio, as the linker sees it.
ALL_ROOMS = libtui.a libprojects.a libio.a libengine.a libmeasure.a libdsp.a libbase.a \
  $(NCURSES_LIBS) $(SNDFILE_LIBS) $(SOXR_LIBS) $(PORTAUDIO_LIBS) $(EBUR128_LIBS) $(FFTW_LIBS)
