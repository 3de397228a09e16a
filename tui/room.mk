# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libtui.a
libtui_a_SOURCES =
libtui_a_CFLAGS = $(HOUSE_CFLAGS) $(NCURSES_CFLAGS)
EXTRA_DIST += tui/README.md
include tui/action/room.mk
include tui/canvas/room.mk
include tui/desk/room.mk
include tui/keys/room.mk
include tui/link/room.mk
include tui/panel/room.mk
include tui/screen/room.mk
include tui/state/room.mk
include tui/view/room.mk
include tui/widget/room.mk
