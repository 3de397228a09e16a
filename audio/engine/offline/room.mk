# SPDX-License-Identifier: GPL-3.0-or-later
libengine_a_SOURCES += \
  audio/engine/offline/dataflow.c \
  audio/engine/offline/dataflow.h \
  audio/engine/offline/pipeline.c \
  audio/engine/offline/pipeline.h
EXTRA_DIST += audio/engine/offline/README.md
