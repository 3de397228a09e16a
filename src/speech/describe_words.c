/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/speech/describe_words.h"

#include "projects/text/title.h"

const Model *describe_model(const Describer *describer)
{
    return document_model(describer->document);
}

int describe_list(const Describer *describer, bool (*is)(const Describer *, const Strip *))
{
    const Model *model = describe_model(describer);
    char name[WORD];
    int total = 0, said = 0;
    for (int i = 0; i < model->strip_count; i++)
        total += is(describer, &model->strips[i]);
    for (int i = 0; i < model->strip_count; i++) {
        if (!is(describer, &model->strips[i]))
            continue;
        fprintf(describer->out, "%s%s",
                said == 0           ? ""
                : said == total - 1 ? " and "
                                    : ", ",
                title_of_name(name, sizeof name, model->strips[i].name));
        said++;
    }
    return total;
}

const char *describe_processor_word(const Processor *processor)
{
    if (processor->name || !processor->kind)
        return processor->name ? processor->name : processor->kind_word;
    return processor->kind->spoken ? processor->kind->spoken : processor->kind->kind;
}

int describe_band_count(const Processor *processor)
{
    int bands = 0;
    for (int slot = 0; processor->kind && processor->band_labels && slot < processor->kind->band_max; slot++)
        bands += processor->band_labels[slot] != 0;
    return bands;
}
