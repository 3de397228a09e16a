#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A short run of both fuzz targets by their own mutator; `./dev fuzz` runs them long.
set -eu
: "${srcdir:=.}" "${TTYMIX_FUZZ_RUNS:=150}"
./tests/projects/fuzz_reader "$TTYMIX_FUZZ_RUNS" 1 "$srcdir"/tests/projects/examples/*.mix
./tests/projects/fuzz_commands "$((TTYMIX_FUZZ_RUNS * 4))" 2 "$srcdir"/tests/projects/commands.seed
