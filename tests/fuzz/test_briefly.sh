#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A short run of the fuzz target of projects by its own mutator; `./dev fuzz` runs it long.
set -eu
: "${srcdir:=.}" "${TTYMIX_FUZZ_RUNS:=150}"
./tests/fuzz/briefly "$TTYMIX_FUZZ_RUNS" 1 "$srcdir"/tests/projects/examples/*.mix
./tests/fuzz/briefly "$((TTYMIX_FUZZ_RUNS * 4))" 2 "$srcdir"/tests/fuzz/seeds/project/*.txt
