# SPDX-License-Identifier: GPL-3.0-or-later
# Chains to begin with: `preset list`.
presetsdir = $(pkgdatadir)/presets
dist_presets_DATA = \
  projects/presets/acoustic-guitar.strip \
  projects/presets/bass.strip \
  projects/presets/drum-bus.strip \
  projects/presets/echo-eighth.strip \
  projects/presets/electric-guitar.strip \
  projects/presets/glue.strip \
  projects/presets/hall.strip \
  projects/presets/keys.strip \
  projects/presets/kick.strip \
  projects/presets/master-gentle.strip \
  projects/presets/master-streaming.strip \
  projects/presets/parallel-crush.strip \
  projects/presets/plate.strip \
  projects/presets/room.strip \
  projects/presets/slap-delay.strip \
  projects/presets/snare.strip \
  projects/presets/toms.strip \
  projects/presets/vocal-parallel.strip \
  projects/presets/vocal.strip
