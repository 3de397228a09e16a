# SPDX-License-Identifier: GPL-3.0-or-later
libprojects_a_SOURCES += \
  projects/disk/file.c \
  projects/disk/file.h \
  projects/disk/lock.c \
  projects/disk/lock.h \
  projects/disk/lock_owner.c \
  projects/disk/lock_owner.h \
  projects/disk/save.c \
  projects/disk/save.h \
  projects/disk/target.c \
  projects/disk/target.h

EXTRA_DIST += projects/disk/README.md
