# SPDX-License-Identifier: GPL-3.0-or-later
libtui_a_SOURCES += \
  tui/state/desk_state.c \
  tui/state/desk_state.h \
  tui/state/events.c \
  tui/state/setup.h \
  tui/state/submit.c
EXTRA_DIST += tui/state/README.md
