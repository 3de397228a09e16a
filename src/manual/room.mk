# SPDX-License-Identifier: GPL-3.0-or-later
# The manual pages and the completions of shells: written once, their tables filled in by the program that was just built.
noinst_PROGRAMS += src/manual/tables
src_manual_tables_SOURCES = src/manual/tables.c
src_manual_tables_CFLAGS = $(HOUSE_CFLAGS)
src_manual_tables_LDADD = $(ALL_ROOMS)

man_MANS = \
  projects/ttymix.5 \
  src/manual/ttymix-protocol.7 \
  src/manual/ttymix.1
bashcompletion_DATA = src/manual/bash/ttymix
zshcompletion_DATA = src/manual/zsh/_ttymix
fishcompletion_DATA = src/manual/fish/ttymix.fish
MANUAL = $(man_MANS) $(bashcompletion_DATA) $(zshcompletion_DATA) $(fishcompletion_DATA)

EXTRA_DIST += \
  projects/ttymix.5.in \
  src/manual/fill.awk \
  src/manual/ttymix-protocol.7.in \
  src/manual/ttymix.1.in \
  src/manual/words.awk

# The tarball ships what was made, so that a build for another machine, which cannot run its own program, has it too.
EXTRA_DIST += $(MANUAL)
if !CROSS_COMPILING
CLEANFILES += $(MANUAL)
FILL_PAGE = $(AM_V_GEN)$(MKDIR_P) $(@D) && \
  $(AWK) -v version=$(PACKAGE_VERSION) -v datadir=$(pkgdatadir) -v bin=. -f $(top_srcdir)/src/manual/fill.awk

projects/ttymix.5: $(top_srcdir)/projects/ttymix.5.in $(top_srcdir)/src/manual/fill.awk src/manual/tables$(EXEEXT) ttymix$(EXEEXT)
	$(FILL_PAGE) $(top_srcdir)/projects/ttymix.5.in >$@.new && mv $@.new $@
src/manual/ttymix-protocol.7: $(top_srcdir)/src/manual/ttymix-protocol.7.in $(top_srcdir)/src/manual/fill.awk ttymix$(EXEEXT)
	$(FILL_PAGE) $(top_srcdir)/src/manual/ttymix-protocol.7.in >$@.new && mv $@.new $@
src/manual/ttymix.1: $(top_srcdir)/src/manual/ttymix.1.in $(top_srcdir)/src/manual/fill.awk src/manual/tables$(EXEEXT) ttymix$(EXEEXT)
	$(FILL_PAGE) $(top_srcdir)/src/manual/ttymix.1.in >$@.new && mv $@.new $@

COMPLETE = $(AM_V_GEN)$(MKDIR_P) $(@D) && ./ttymix --options words | $(AWK) -f $(top_srcdir)/src/manual/words.awk
src/manual/bash/ttymix: $(top_srcdir)/src/manual/words.awk ttymix$(EXEEXT)
	$(COMPLETE) -v shell=bash >$@.new && mv $@.new $@
src/manual/zsh/_ttymix: $(top_srcdir)/src/manual/words.awk ttymix$(EXEEXT)
	$(COMPLETE) -v shell=zsh >$@.new && mv $@.new $@
src/manual/fish/ttymix.fish: $(top_srcdir)/src/manual/words.awk ttymix$(EXEEXT)
	$(COMPLETE) -v shell=fish >$@.new && mv $@.new $@
endif
