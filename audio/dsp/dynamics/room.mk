# SPDX-License-Identifier: GPL-3.0-or-later
libdsp_a_SOURCES += \
  audio/dsp/dynamics/comp.c \
  audio/dsp/dynamics/comp_core.c \
  audio/dsp/dynamics/deesser.c \
  audio/dsp/dynamics/gate.c \
  audio/dsp/dynamics/multiband.c \
  audio/dsp/dynamics/peak_window.h \
  audio/dsp/dynamics/transient.c
dsp_pair_kernels += \
  audio/dsp/dynamics/comp_pair_kernel.c \
  audio/dsp/dynamics/gate_pair_kernel.c \
  audio/dsp/dynamics/peak_window_pair.h
dsp_kernels += \
  audio/dsp/dynamics/comp_core.h \
  audio/dsp/dynamics/comp_kernel.c \
  audio/dsp/dynamics/comp_plain.h \
  audio/dsp/dynamics/deesser_kernel.c \
  audio/dsp/dynamics/deesser_kernel.h \
  audio/dsp/dynamics/gate_kernel.c \
  audio/dsp/dynamics/gate_kernel.h \
  audio/dsp/dynamics/gate_walk.h \
  audio/dsp/dynamics/multiband_kernel.c \
  audio/dsp/dynamics/multiband_kernel.h \
  audio/dsp/dynamics/transient_kernel.c \
  audio/dsp/dynamics/transient_kernel.h
EXTRA_DIST += audio/dsp/dynamics/README.md
