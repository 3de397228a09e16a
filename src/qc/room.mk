# SPDX-License-Identifier: GPL-3.0-or-later
libqc_a_SOURCES += \
  src/qc/audit.c \
  src/qc/audit.h \
  src/qc/pairs.c \
  src/qc/pairs.h \
  src/qc/soundfile.c \
  src/qc/strips.c \
  src/qc/strips.h \
  src/qc/sums.c \
  src/qc/sums.h \
  src/qc/tap.c \
  src/qc/tap.h \
  src/qc/tell.h \
  src/qc/tell_output.c \
  src/qc/tell_render.c \
  src/qc/tell_stems.c
