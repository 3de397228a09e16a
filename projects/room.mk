# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libprojects.a
libprojects_a_SOURCES = \
  projects/document.c \
  projects/command.h \
  projects/document.h \
  projects/model.h
libprojects_a_CFLAGS = $(HOUSE_CFLAGS)
