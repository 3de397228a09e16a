# SPDX-License-Identifier: GPL-3.0-or-later
libmix_a_SOURCES += \
  src/mix/ceiling.c \
  src/mix/ceiling.h \
  src/mix/compile.c \
  src/mix/compile.h \
  src/mix/compile_lanes.c \
  src/mix/compile_parts.h \
  src/mix/compile_strip.c \
  src/mix/decided.c \
  src/mix/decided.h \
  src/mix/first_mix.c \
  src/mix/first_mix.h \
  src/mix/gainstage.c \
  src/mix/gainstage.h \
  src/mix/match.c \
  src/mix/match.h \
  src/mix/range.c \
  src/mix/range.h \
  src/mix/unity.c \
  src/mix/unity.h
