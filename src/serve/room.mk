# SPDX-License-Identifier: GPL-3.0-or-later
libserve_a_SOURCES += \
  src/serve/channel.c \
  src/serve/channel.h \
  src/serve/client.c \
  src/serve/client.h \
  src/serve/door.c \
  src/serve/door.h \
  src/serve/imagefeed.c \
  src/serve/imagefeed.h \
  src/serve/look.c \
  src/serve/look.h \
  src/serve/place.c \
  src/serve/place.h \
  src/serve/reach.c \
  src/serve/reach.h \
  src/serve/seat.c \
  src/serve/server.c \
  src/serve/server.h \
  src/serve/sound.c \
  src/serve/speaker.c \
  src/serve/speaker.h \
  src/serve/talk.c \
  src/serve/visit.h \
  src/serve/wording.c \
  src/serve/wording.h
