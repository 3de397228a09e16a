# SPDX-License-Identifier: GPL-3.0-or-later
libprojects_a_SOURCES += \
  projects/disk/beside.c \
  projects/disk/beside.h \
  projects/disk/lock.c \
  projects/disk/lock.h \
  projects/disk/lock_owner.c \
  projects/disk/lock_owner.h \
  projects/disk/save.c \
  projects/disk/save.h
