# SPDX-License-Identifier: GPL-3.0-or-later
libsession_a_SOURCES += \
  src/session/bouncejob.c \
  src/session/bouncejob.h \
  src/session/compare.c \
  src/session/device.c \
  src/session/device.h \
  src/session/edit.c \
  src/session/engine.c \
  src/session/file.c \
  src/session/gainstage.c \
  src/session/heard.c \
  src/session/journal.c \
  src/session/listen.c \
  src/session/match.c \
  src/session/measurejob.c \
  src/session/measurejob.h \
  src/session/open.c \
  src/session/parts.h \
  src/session/preset.c \
  src/session/record.c \
  src/session/recorder.c \
  src/session/recorder.h \
  src/session/recorder_parts.h \
  src/session/recorder_rides.c \
  src/session/recover.c \
  src/session/report.c \
  src/session/session.c \
  src/session/session.h \
  src/session/state.c \
  src/session/totals.c \
  src/session/transport.c
