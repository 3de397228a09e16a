# SPDX-License-Identifier: GPL-3.0-or-later
libengine_a_SOURCES += \
  audio/engine/live/message.c \
  audio/engine/live/message.h \
  audio/engine/live/monitor.c \
  audio/engine/live/monitor.h \
  audio/engine/live/monitor_filter.c \
  audio/engine/live/monitor_filter.h \
  audio/engine/live/monitor_noise.c \
  audio/engine/live/monitor_noise.h \
  audio/engine/live/player.c \
  audio/engine/live/player.h \
  audio/engine/live/section.h \
  audio/engine/live/sender.c \
  audio/engine/live/sender.h \
  audio/engine/live/swap.c \
  audio/engine/live/swap.h \
  audio/engine/live/tell.c \
  audio/engine/live/tell.h
EXTRA_DIST += audio/engine/live/README.md
