# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libprojects.a
libprojects_a_SOURCES =
libprojects_a_CFLAGS = $(HOUSE_CFLAGS)
include projects/command/room.mk
include projects/disk/room.mk
include projects/document/room.mk
include projects/edit/room.mk
include projects/journal/room.mk
include projects/lines/room.mk
include projects/lint/room.mk
include projects/merge/room.mk
include projects/model/room.mk
include projects/read/room.mk
include projects/text/room.mk
