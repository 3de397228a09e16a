# SPDX-License-Identifier: GPL-3.0-or-later
libtui_a_SOURCES += \
  tui/screen/help.c \
  tui/screen/history.c \
  tui/screen/history.h \
  tui/screen/loudness.c \
  tui/screen/loudness.h \
  tui/screen/loudness_bands.c \
  tui/screen/loudness_graphs.c \
  tui/screen/loudness_image.c \
  tui/screen/mixer.c \
  tui/screen/mixer.h \
  tui/screen/screen.c \
  tui/screen/screen.h \
  tui/screen/strip.c \
  tui/screen/timeline.c \
  tui/screen/timeline.h \
  tui/screen/timeline_foot.c \
  tui/screen/timeline_lane.c \
  tui/screen/timeline_place.c \
  tui/screen/timeline_rulers.c \
  tui/screen/timeline_tracks.c
EXTRA_DIST += tui/screen/README.md
