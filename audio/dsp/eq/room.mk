# SPDX-License-Identifier: GPL-3.0-or-later
libdsp_a_SOURCES += \
  audio/dsp/eq/bank.c \
  audio/dsp/eq/bank.h \
  audio/dsp/eq/design.c \
  audio/dsp/eq/design.h \
  audio/dsp/eq/detector.c \
  audio/dsp/eq/detector.h \
  audio/dsp/eq/eq.c \
  audio/dsp/eq/lane.c \
  audio/dsp/eq/lane.h \
  audio/dsp/eq/linear.c \
  audio/dsp/eq/linear.h \
  audio/dsp/eq/linear_design.c \
  audio/dsp/eq/linear_design.h \
  audio/dsp/eq/moving.c \
  audio/dsp/eq/moving.h
dsp_pair_kernels += \
  audio/dsp/eq/pair_kernel.c
dsp_kernels += \
  audio/dsp/eq/chain.h \
  audio/dsp/eq/kernel.c \
  audio/dsp/eq/kernel.h \
  audio/dsp/eq/turns.h \
  audio/dsp/eq/turns_kernel.c
EXTRA_DIST += audio/dsp/eq/README.md
