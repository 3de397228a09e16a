# SPDX-License-Identifier: GPL-3.0-or-later
ttymix_SOURCES += \
  src/plain/alerts.c \
  src/plain/alerts.h \
  src/plain/commands.c \
  src/plain/commands.h \
  src/plain/keys.c \
  src/plain/keys.h \
  src/plain/lineinput.c \
  src/plain/lineinput.h \
  src/plain/plain.c \
  src/plain/plain.h \
  src/plain/talk.c \
  src/plain/talk.h
