# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libprojects.a
libprojects_a_SOURCES = \
  projects/beside.c \
  projects/beside.h \
  projects/command.h \
  projects/document.c \
  projects/document.h \
  projects/journal.c \
  projects/journal.h \
  projects/journal_file.c \
  projects/journal_file.h \
  projects/journal_text.c \
  projects/journal_text.h \
  projects/lock.c \
  projects/lock.h \
  projects/lock_owner.c \
  projects/lock_owner.h \
  projects/model.h \
  projects/recovery.c \
  projects/recovery.h \
  projects/save.c \
  projects/save.h
libprojects_a_CFLAGS = $(HOUSE_CFLAGS)
