# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libmeasure.a
libmeasure_a_SOURCES = \
  audio/measure/measure.c
libmeasure_a_CFLAGS = $(HOUSE_CFLAGS)
