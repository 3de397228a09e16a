# SPDX-License-Identifier: GPL-3.0-or-later
# A song to try, installed whole.
demodir = $(pkgdatadir)/demo
dist_demo_DATA = \
  projects/demo/LICENSE-CC0-1.0.txt \
  projects/demo/README.md \
  projects/demo/potassium.mix
demostemsdir = $(demodir)/stems
dist_demostems_DATA = \
  projects/demo/stems/end_drums.flac \
  projects/demo/stems/kick_hats.flac \
  projects/demo/stems/mallet.flac \
  projects/demo/stems/microcosm_fx.flac \
  projects/demo/stems/minilogue_synth_24k.flac \
  projects/demo/stems/pad_bass.flac \
  projects/demo/stems/snare.flac \
  projects/demo/stems/vox_lead.flac
