# SPDX-License-Identifier: GPL-3.0-or-later
libengine_a_SOURCES += \
  audio/engine/live/apply.c \
  audio/engine/live/apply.h \
  audio/engine/live/monitor.c \
  audio/engine/live/monitor.h \
  audio/engine/live/player.c \
  audio/engine/live/private.h \
  audio/engine/live/swap.c \
  audio/engine/live/swap.h \
  audio/engine/live/tell.c \
  audio/engine/live/tell.h
