# SPDX-License-Identifier: GPL-3.0-or-later
libtui_a_SOURCES += \
  tui/view/ballistics.c \
  tui/view/ballistics.h \
  tui/view/chain.c \
  tui/view/chain.h \
  tui/view/edit.c \
  tui/view/edit.h \
  tui/view/focus.c \
  tui/view/looked.c \
  tui/view/looked.h \
  tui/view/notices.c \
  tui/view/notices.h \
  tui/view/nudge.c \
  tui/view/nudge.h \
  tui/view/prompt.c \
  tui/view/prompt.h \
  tui/view/recall.c \
  tui/view/recall.h \
  tui/view/scene.c \
  tui/view/scene.h \
  tui/view/solo.c \
  tui/view/view.c \
  tui/view/view.h
EXTRA_DIST += tui/view/README.md
