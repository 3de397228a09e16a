# SPDX-License-Identifier: GPL-3.0-or-later
libserve_a_SOURCES += \
  src/serve/client.c \
  src/serve/client.h \
  src/serve/server.c \
  src/serve/server.h
