# SPDX-License-Identifier: GPL-3.0-or-later
ttymix_SOURCES += \
  src/serve/server.c \
  src/serve/server.h
