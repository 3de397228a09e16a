# SPDX-License-Identifier: GPL-3.0-or-later
libtui_a_SOURCES += \
  tui/state/desk_state.h \
  tui/state/submit.c
