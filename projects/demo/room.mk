# SPDX-License-Identifier: GPL-3.0-or-later
# Two songs to try, installed whole.
demodir = $(pkgdatadir)/demo
dist_demo_DATA = \
  projects/demo/LICENSE-CC0-1.0.txt \
  projects/demo/README.md \
  projects/demo/funk.mix \
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
demofunkdir = $(demodir)/funk
dist_demofunk_DATA = \
  projects/demo/funk/bassguitar.flac \
  projects/demo/funk/clav.flac \
  projects/demo/funk/drums.flac \
  projects/demo/funk/horns.flac \
  projects/demo/funk/leadguitar.flac
