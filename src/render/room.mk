# SPDX-License-Identifier: GPL-3.0-or-later
librender_a_SOURCES += \
  src/render/depfile.c \
  src/render/depfile.h \
  src/render/files.c \
  src/render/files.h \
  src/render/job.c \
  src/render/job.h \
  src/render/jsontext.c \
  src/render/jsontext.h \
  src/render/outcome.c \
  src/render/outcome.h \
  src/render/render.c \
  src/render/render.h \
  src/render/report.c \
  src/render/report.h \
  src/render/sink.c \
  src/render/sink.h \
  src/render/watch.h
