# SPDX-License-Identifier: GPL-3.0-or-later
ttymix_SOURCES += \
  src/speech/describe.c \
  src/speech/describe.h \
  src/speech/describe_chain.c \
  src/speech/describe_chain.h \
  src/speech/describe_curve.c \
  src/speech/describe_history.c \
  src/speech/describe_loudness.c \
  src/speech/describe_parameters.c \
  src/speech/describe_timeline.c \
  src/speech/describe_what.c \
  src/speech/describe_words.c \
  src/speech/describe_words.h \
  src/speech/opening.c \
  src/speech/opening.h \
  src/speech/problems.c \
  src/speech/problems.h \
  src/speech/speak.c \
  src/speech/speak.h \
  src/speech/tell.c \
  src/speech/tell.h \
  src/speech/words.c \
  src/speech/words.h
