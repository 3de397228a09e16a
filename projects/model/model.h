/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A project as facts: what the text of a document says, with names resolved and defaults filled in.
 *
 * Made by the document from its lines and owned by it; everybody else reads.  Pointers into a model live until the next
 * change of the document.  Knows nothing of sound or screen.
 */
#ifndef TTYMIX_PROJECTS_MODEL_MODEL_H
#define TTYMIX_PROJECTS_MODEL_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "audio/dsp/processor.h"
#include "audio/dsp/words.h"
#include "projects/text/timevalue.h"

typedef enum ProjectStage { STAGE_MIX, STAGE_MASTER } ProjectStage;
typedef enum SectionKind {
    SECTION_HEAD,
    SECTION_TEMPO,
    SECTION_MARKERS,
    SECTION_TRACK,
    SECTION_BUS,
    SECTION_RETURN,
    SECTION_VCA,
    SECTION_GROUP,
    SECTION_MASTER,
    SECTION_AUTOMATION,
    SECTION_SNAPSHOT,
    SECTION_VERSION,
    SECTION_UNKNOWN
} SectionKind;

/* The numbers and words of a strip: one row each in `strip_facts` (audio/dsp/param.h rows; facts.c). */
typedef enum FactId {
    FACT_POLARITY, /* choice: normal, invert, left, right */
    FACT_TRIM,
    FACT_OFFSET /* ms; TimeValue in Strip.offset */,
    FACT_PAN,
    FACT_PAN_MODE,
    FACT_PAN_LEFT,
    FACT_PAN_RIGHT,
    FACT_WIDTH,
    FACT_PAN_LAW,
    FACT_FADER,
    FACT_MUTE,
    FACT_SOLO_SAFE,
    FACT_COUNT
} FactId;
extern const ParamInfo strip_facts[FACT_COUNT];

typedef struct Fade {
    TimeValue length;
    FadeShape shape;
} Fade;

/* A line of the text: `file` as messages name it, NULL = nowhere. */
typedef struct TextPlace {
    const char *file;
    int line; /* from 1 */
} TextPlace;

/* A finding that is accepted, for the section that the line stands in; in the head, for all. */
typedef struct Waiver {
    char *rule, *reason;
    TextPlace place;
} Waiver;

/* Another print of the song: what differs from it, in the words of commands. */
typedef struct VersionLine {
    char *text;    /* `mute vox`, `set vox.fader -3 dB`, `bypass vox.comp`, `source vox "other.wav"` */
    char *problem; /* why it does not apply, as far as could be seen when it was read; or NULL */
    TextPlace place;
} VersionLine;
typedef struct Version {
    char *name, *title, *isrc; /* the last two or NULL */
    VersionLine *lines;
    int line_count;
    TextPlace place;
} Version;

typedef struct Clip {
    char *name;                   /* after `clip:`, or NULL */
    char *path;                   /* bytes as written, unescaped */
    TimeValue at, offset, length; /* offset into the file; length: `has_length` false = to the end of the file */
    bool has_length;
    double gain_db;
    Fade fade_in, fade_out;
    int line;         /* of its own file, from 1 */
    const char *file; /* the including or included file it stands in */
} Clip;

typedef struct Processor {
    uint32_t uid;              /* stable while the document is open */
    char *kind_word;           /* as written */
    const ProcessorKind *kind; /* NULL = unknown: kept, bypassed, shown */
    char *name;                /* after `kind:`, or NULL */
    double *values;            /* processor_value_count(kind) */
    int *band_labels; /* label of each slot in use, ascending; 0 = free slot; band_max long, NULL without bands */
    bool bypass;
    char *key;       /* strip name or NULL */
    Tap key_tap;     /* pre by default */
    char *file_path; /* PROCESSOR_FILE kinds */
    bool after_fader;
    const char *file; /* that its line stands in */
    int line;
} Processor;

typedef struct Send {
    char *to;
    double level_db, pan;
    Tap tap; /* post by default */
    bool mute;
    const char *file; /* that its line stands in */
    int line;
} Send;

typedef struct Strip {
    uint32_t uid;            /* stable while the document is open, across rename and undo */
    SectionKind kind;        /* SECTION_TRACK, BUS, RETURN, VCA, GROUP or MASTER */
    char *name;              /* "master" for the master */
    char *label;             /* or NULL: show the name */
    char *note;              /* or NULL */
    double fact[FACT_COUNT]; /* in the unit of its row; FACT_OFFSET in ms (see offset) */
    bool given[FACT_COUNT];  /* has a line */
    TimeValue offset;
    char *out; /* name of the bus it feeds; "master" by default; NULL for master, VCA, GROUP */
    char *vca; /* or NULL */
    Clip *clips;
    int clip_count; /* in order of the file */
    Processor *processors;
    int processor_count;
    Send *sends;
    int send_count;
    char **members; /* SECTION_GROUP */
    int member_count;
    Waiver *waivers;
    int waiver_count;
    TextPlace fact_place[FACT_COUNT]; /* of the line that counts */
    bool included;                    /* begun in an included file */
    const char *file;                 /* that it begins in */
    int line;
} Strip;

typedef struct LaneModelPoint {
    TimeValue at;
    double value;
    LaneShape shape; /* of the segment that ends here */
    double curve;
    int line;
} LaneModelPoint;

typedef struct Lane {
    char *address; /* "vox.fader", "vox.send.plate", "vox.eq.2.gain" */
    LaneMode mode;
    LaneModelPoint *points;
    int point_count;
    const ParamInfo *param; /* the row of what it automates; NULL if the address is unknown (kept, warned of) */
    const char *file;       /* that it begins in */
    int line;
} Lane;

typedef struct Marker {
    TimeValue at;
    char *label;
    int line;
} Marker;
/* `bpm` counts quarter notes, whatever the signature; a new signature begins a new bar. */
typedef struct TempoMark {
    TimeValue at;
    double bpm;
    int beats, beat_unit;
    int line;
    /* Where it begins, as model_place_tempo finds: `into_bar` quarter notes behind the bar line of `bar`. */
    double seconds, into_bar;
    int bar;
} TempoMark;

typedef struct Model {
    int version;          /* of the first line */
    bool read_only;       /* a newer version */
    char *title, *artist; /* or NULL */
    const char *file;     /* the main one, as messages name it */
    Waiver *waivers;      /* of the head */
    int waiver_count;
    ProjectStage stage;
    int rate_hz;
    double pan_law_db;
    double lineup_dbfs; /* -18 */
    TempoMark *tempo;   /* 120 bpm 4/4 without a [tempo] */
    int tempo_count;
    int tempo_in_force; /* those before the first that would begin before the one above it */
    Marker *markers;
    int marker_count;
    bool has_loop, has_end;
    TimeValue loop_from, loop_to, end;
    Strip *strips; /* in the order of the file; the master last even if it has no section */
    int strip_count;
    Lane *lanes;
    int lane_count;
    Version *versions;
    int version_count;
    struct NameTable *strip_names, *lane_names; /* private: behind model_strip and model_lane */
} Model;

/* In Strip.fact[FACT_PAN_LAW]: the project's own (word `project`). */
#define PAN_LAW_PROJECT 1.0

/* Index into strips, or -1. O(1). */
int model_strip_index(const Model *model, const char *name);
const Strip *model_strip(const Model *model, const char *name);
const Strip *model_strip_by_uid(const Model *model, uint32_t uid);
const Lane *model_lane(const Model *model, const char *address);
const Version *model_version(const Model *model, const char *name);
/* The law of a strip: its own, or the project's. */
double model_pan_law_db(const Model *model, const Strip *strip);
/* Follows outs, sends and keys from strip to strip.  If they come round in a circle: true, and `out` says so with the
 * names along it ("a -> b -> a"). VCAs: model_find_vca_loop. */
bool model_find_loop(const Model *model, char *out, size_t size);
bool model_find_vca_loop(const Model *model, char *out, size_t size);
/* The word in an address: the name, or the kind where it has none. */
const char *processor_address(const Processor *processor);
/* Frames by which it lags, bypassed or not: the engine makes up for it. */
int processor_latency_frames(const Processor *processor, int rate_hz);
int strip_latency_frames(const Strip *strip, int rate_hz);
/* Index of a processor of that address word, or -1. */
int strip_processor_index(const Strip *strip, const char *word);
int strip_send_index(const Strip *strip, const char *to);
/* Slot of a band's label, or -1. */
int processor_band_slot(const Processor *processor, int label);

/* Finds where the marks of the tempo begin: once they are all there, before any time is asked for. */
void model_place_tempo(Model *model);
/* Frame at the project's rate, rounded to nearest. A negative time (offset) gives a negative number. */
int64_t model_frame_of_time(const Model *model, const TimeValue *time);
/* Bars and beats of a frame. */
void model_bars_of_frame(const Model *model, int64_t frame, int *bar, int *beat, double *tick);
/* Tempo at a frame. */
double model_tempo_at(const Model *model, int64_t frame);

#endif
