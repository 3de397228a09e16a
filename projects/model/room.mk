# SPDX-License-Identifier: GPL-3.0-or-later
libprojects_a_SOURCES += \
  projects/model/address.c \
  projects/model/address.h \
  projects/model/address_value.c \
  projects/model/facts.c \
  projects/model/facts.h \
  projects/model/lane_value.c \
  projects/model/lane_value.h \
  projects/model/loops.c \
  projects/model/memory.h \
  projects/model/model.c \
  projects/model/model.h \
  projects/model/nametable.c \
  projects/model/nametable.h \
  projects/model/pattern.c \
  projects/model/pattern.h \
  projects/model/processor.c \
  projects/model/recording.c \
  projects/model/recording.h \
  projects/model/solo.c \
  projects/model/solo.h \
  projects/model/strip.c \
  projects/model/tempo.c \
  projects/model/uids.c \
  projects/model/uids.h

EXTRA_DIST += projects/model/README.md
