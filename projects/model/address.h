/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Addresses: `vox.fader`, `vox.comp.ratio`, `vox.eq.2.gain`, `vox.send.plate.tap`, `vox.clip@0:12.gain`,
 * `marker@0:31.75`, `rate`. */
#ifndef TTYMIX_PROJECTS_MODEL_ADDRESS_H
#define TTYMIX_PROJECTS_MODEL_ADDRESS_H

#include "audio/base/status.h"
#include "projects/model/model.h"

typedef enum AddressKind {
    ADDRESS_HEAD, /* row: of head_rows */
    ADDRESS_TITLE,
    ADDRESS_ARTIST,
    ADDRESS_MARKER, /* marker */
    ADDRESS_STRIP,  /* strip; this and all below */
    ADDRESS_FACT,   /* row: FactId */
    ADDRESS_LABEL,
    ADDRESS_NOTE,
    ADDRESS_OUT,
    ADDRESS_VCA,
    ADDRESS_MEMBERS,
    ADDRESS_PROCESSOR, /* processor; this and all below to the bands */
    ADDRESS_PARAM,     /* row: of the kind's params */
    ADDRESS_BYPASS,
    ADDRESS_KEY,
    ADDRESS_KEY_TAP,
    ADDRESS_FILE,
    ADDRESS_BAND,       /* slot, label; slot -1 when there is no such band */
    ADDRESS_BAND_PARAM, /* row: of the kind's band_params */
    ADDRESS_SEND,       /* send, also its level */
    ADDRESS_SEND_VALUE, /* row: SEND_TAP, SEND_PAN, SEND_MUTE */
    ADDRESS_CLIP,       /* clip */
    ADDRESS_CLIP_VALUE  /* row: ClipRow */
} AddressKind;

enum ClipRow {
    CLIP_ROW_AT,
    CLIP_ROW_OFFSET,
    CLIP_ROW_LENGTH,
    CLIP_ROW_GAIN,
    CLIP_ROW_FADE_IN,
    CLIP_ROW_FADE_OUT,
    CLIP_ROW_PATH,
    CLIP_ROW_COUNT
};
extern const char *const clip_row_words[CLIP_ROW_COUNT];

typedef struct Address {
    AddressKind kind;
    int strip, processor, slot, label, row, send, clip, marker; /* indices into the model; -1 where they do not apply */
    const ParamInfo *param;                                     /* the row of the number; NULL if it is none */
} Address;

/* `vox.comp:level.mix` becomes `vox.level.mix`, in place: both name the same, and one is what facts are filed under. */
void address_shorten(char *text);

/* Finds what an address names; NOT_FOUND, and a sentence with a suggestion, if there is nothing. */
NODISCARD Status address_resolve(const Model *model, const char *text, Address *address, Error *error);
/* The number behind an address; false if it has none. */
bool address_value(const Model *model, const Address *address, double *value);
/* The exact address, as the journal has it; into `out`, which is returned. */
const char *address_format(const Model *model, const Address *address, char *out, size_t size);
/* In words of the desk: "Vox fader", "Vox eq band 2 gain". */
const char *address_describe(const Model *model, const Address *address, char *out, size_t size);
/* The text of its value as the file has it ("-4.5 dB", "vocals"). False if it has none. */
bool address_format_text(const Model *model, const Address *address, char *out, size_t size);

#endif
