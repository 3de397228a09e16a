/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/tui/shape_kind.h"

#include <math.h>
#include <stdlib.h>

#include "audio/dsp/catalogue.h"
#include "audio/dsp/processor.h"

unsigned shape_kind_calls;

/* A low cut at 90 Hz, a dip at 350 Hz, a lift at 6 kHz. */
static double response_db(const double *values, double hz, double rate_hz)
{
    (void)values, (void)rate_hz;
    shape_kind_calls++;
    double octaves_dip = log2(hz / 350), octaves_lift = log2(hz / 6000);
    return -10 * log10(1 + pow(90 / hz, 6)) - 4 * exp(-octaves_dip * octaves_dip) +
           5 * exp(-octaves_lift * octaves_lift / 2);
}

static const ProcessorKind shape_kind = {.kind = "shape",
                                         .letter = 'E',
                                         .label = "Shape",
                                         .help = "A curve for tests.",
                                         .rank = 20,
                                         .flags = PROCESSOR_TEST,
                                         .lanes = 8,
                                         .response_db = response_db};

void shape_kind_register(void)
{
    if (catalogue_add(&shape_kind) != STATUS_OK)
        abort();
}
