# SPDX-License-Identifier: GPL-3.0-or-later
libprojects_a_SOURCES += \
  projects/command/add.c \
  projects/command/band.c \
  projects/command/chain.c \
  projects/command/chain_text.c \
  projects/command/chain_text.h \
  projects/command/clip.c \
  projects/command/command.h \
  projects/command/complete.c \
  projects/command/delete.c \
  projects/command/execute.c \
  projects/command/handlers.h \
  projects/command/lane.c \
  projects/command/lane_points.c \
  projects/command/lane_points.h \
  projects/command/move.c \
  projects/command/points.c \
  projects/command/put_points.c \
  projects/command/ride.c \
  projects/command/ride.h \
  projects/command/run.h \
  projects/command/send.c \
  projects/command/set.c \
  projects/command/table.c \
  projects/command/template.c \
  projects/command/template.h \
  projects/command/text.c \
  projects/command/time.c \
  projects/command/write.c
