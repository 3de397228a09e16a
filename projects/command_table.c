/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "projects/command.h"
#include "projects/command_handlers.h"

const CommandInfo command_table[] = {
    {"set", NULL, COMMAND_DOCUMENT, "ADDRESS [=|+=|-=] VALUE", "Gives a number, word or text a value; the strip may be a pattern.", "set vox.fader += 1.5 dB"},
    {"reset", NULL, COMMAND_DOCUMENT, "ADDRESS", "Puts a value back to its default.", "reset vox.eq.2.gain"},
    {"toggle", NULL, COMMAND_DOCUMENT, "ADDRESS", "Turns a switch on or off.", "toggle vox.comp.bypass"},
    {"add", NULL, COMMAND_DOCUMENT, "KIND ...", "Adds a track, bus, return, vca, group, clip, send, marker, band or processor.", "add eq vox before comp"},
    {"delete", NULL, COMMAND_DOCUMENT, "ADDRESS", "Takes away a strip, processor, band, send, clip or marker, with its comment.", "delete vox.comp"},
    {"move", NULL, COMMAND_DOCUMENT, "ADDRESS before|after NAME", "Moves a strip or a processor to another place.", "move gtr after vox"},
    {"rename", NULL, COMMAND_DOCUMENT, "ADDRESS NAME", "Gives a strip, processor or clip another name; references follow.", "rename gtr guitar"},
    {"mute", NULL, COMMAND_DOCUMENT, "STRIPS [on|off]", "Silences strips and their sends.", "mute drums"},
    {"unmute", NULL, COMMAND_DOCUMENT, "STRIPS", "Lets strips be heard again.", "unmute drums"},
    {"solo-safe", NULL, COMMAND_DOCUMENT, "STRIPS [on|off]", "Keeps strips audible when others are soloed.", "solo-safe plate"},
    {"bypass", NULL, COMMAND_DOCUMENT, "PROCESSOR [on|off]", "Lets the signal pass a processor unchanged.", "bypass vox.comp"},
    {"polarity", NULL, COMMAND_DOCUMENT, "STRIPS [normal|invert|left|right]", "Inverts the polarity, or one channel's.", "polarity snare invert"},
    {"send", NULL, COMMAND_DOCUMENT, "STRIPS RETURN [LEVEL] [tap TAP] [pan PAN] [mute]", "Sends strips to a bus or return, or changes a send.", "send vox plate -14 dB tap pre"},
    {"out", "route", COMMAND_DOCUMENT, "STRIPS BUS", "Routes strips into a bus.", "out vox vocals"},
    {"vca", NULL, COMMAND_DOCUMENT, "STRIPS VCA|none", "Lets a VCA add its fader to strips.", "vca kick rhythm"},
    {"label", NULL, COMMAND_DOCUMENT, "STRIP TEXT", "Gives a strip a label.", "label vox \"Lead vocal\""},
    {"note", NULL, COMMAND_DOCUMENT, "STRIP TEXT", "Writes a note on a strip.", "note vox \"take 2\""},
    {"chain", NULL, COMMAND_DOCUMENT, "STRIPS LINES [replace|append]", "Gives strips a chain of processors, in the words of the file.", "chain vox \"comp ratio 3:1\\nlimiter\""},
    {"copy-chain", NULL, COMMAND_DOCUMENT, "FROM STRIPS...", "Gives strips the chain of another.", "copy-chain vox vox-double bgv*"},
    {"template", NULL, COMMAND_DOCUMENT, "band [apply]", "Shows the buses and returns that a band's mix begins with, and which tracks would go where; `apply` makes it so.", "template band apply"},
    {"point", NULL, COMMAND_DOCUMENT, "ADDRESS TIME VALUE [linear|curve C|hold]", "Puts a point of automation, or changes the one at that time.", "point vox.fader 0:31.75 -1.5 dB linear"},
    {"unpoint", NULL, COMMAND_DOCUMENT, "ADDRESS TIME", "Takes a point of automation away.", "unpoint vox.fader 0:31.75"},
    {"clear", NULL, COMMAND_DOCUMENT, "ADDRESS [FROM TO]", "Takes automation away, all of it or between two times.", "clear vox.fader 0:31 0:46"},
    {"move-points", NULL, COMMAND_DOCUMENT, "ADDRESS FROM TO by TIME", "Moves automation in time; it takes the place of what was there. Times may be markers.", "move-points vox.fader 0:31 0:46 by -20 ms"},
    {"copy-points", NULL, COMMAND_DOCUMENT, "ADDRESS FROM TO to TIME [ADDRESS]", "Copies automation to another time, and perhaps to another place of the same unit.", "copy-points vox.fader Chorus Verse to \"Chorus 2\""},
    {"shift-points", NULL, COMMAND_DOCUMENT, "ADDRESS [FROM TO] by VALUE", "Adds a value to automation, all of it or between two times.", "shift-points vox.fader by -1.5 dB"},
    {"scale-points", NULL, COMMAND_DOCUMENT, "ADDRESS [FROM TO] by FACTOR", "Makes the moves of automation smaller or larger, around the mean of its points.", "scale-points vox.fader 0:31 0:46 by 0.5"},
    {"thin-points", NULL, COMMAND_DOCUMENT, "ADDRESS [FROM TO] by VALUE", "Takes away points without which automation changes by at most a value; commented ones stay.", "thin-points vox.fader by 0.1 dB"},
    {"mode", NULL, COMMAND_DOCUMENT, "ADDRESS read|trim|off", "Says how automation acts: it replaces the value, adds to it, or is ignored.", "mode vox.fader trim"},
    {"split", NULL, COMMAND_DOCUMENT, "STRIPS TIME", "Cuts the clip that sounds there in two.", "split vox 0:12"},
    {"trim-clip", NULL, COMMAND_DOCUMENT, "CLIP start|end TIME", "Moves one edge of a clip; its sound stays in place.", "trim-clip vox.clip@0:12 start 0:12.5"},
    {"move-clip", NULL, COMMAND_DOCUMENT, "CLIP TIME", "Moves a clip in time.", "move-clip vox.clip@0:12 0:14"},
    {"fade", NULL, COMMAND_DOCUMENT, "CLIP in|out LENGTH [SHAPE]", "Fades a clip in or out.", "fade vox.clip in 10 ms"},
    {"marker", NULL, COMMAND_DOCUMENT, "TIME TEXT", "Puts a marker, or renames the one at that time.", "marker 0:31.75 \"Chorus\""},
    {"tempo", NULL, COMMAND_DOCUMENT, "[TIME] BPM [BEATS/UNIT]", "Sets the tempo, and the time signature, from a time on.", "tempo 0:00 120 bpm 4/4"},
    {"loop", NULL, COMMAND_DOCUMENT, "FROM TO | none", "Sets the loop; `loop on` and `loop off` switch it.", "loop 0:31 0:46"},
    {"end-marker", NULL, COMMAND_DOCUMENT, "TIME | none", "Sets where a bounce ends.", "end-marker 3:20"},
    {"text", NULL, COMMAND_DOCUMENT, "TEXT", "Replaces the whole file's text: what a merge does.", "text \"ttymix 1\\n...\""},
    {"begin", NULL, COMMAND_DOCUMENT, "[TITLE]", "Begins a gesture: everything up to `end` is undone at once.", "begin \"ride vox\""},
    {"end", NULL, COMMAND_DOCUMENT, "", "Ends a gesture.", "end"},
    {"undo", NULL, COMMAND_DOCUMENT, "", "Takes back the last edit.", "undo"},
    {"redo", NULL, COMMAND_DOCUMENT, "", "Does again what was undone.", "redo"},

    {"play", NULL, COMMAND_SESSION, "", "Plays from the playhead.", "play"},
    {"stop", NULL, COMMAND_SESSION, "[here]", "Stops and returns to where play began; `stop here` stays.", "stop"},
    {"toggle-play", NULL, COMMAND_SESSION, "", "Plays, or stops.", "toggle-play"},
    {"locate", NULL, COMMAND_SESSION, "TIME|MARKER", "Moves the playhead.", "locate 0:31.75"},
    {"jog", NULL, COMMAND_SESSION, "BARS|next|previous", "Moves the playhead by bars (5 s each without a tempo), or to a marker.", "jog -1"},
    {"solo", NULL, COMMAND_SESSION, "STRIPS [on|off]", "Lets only these strips be heard; a bounce ignores it.", "solo vox"},
    {"unsolo", NULL, COMMAND_SESSION, "[STRIPS]", "Ends solo, of all strips or of these.", "unsolo"},
    {"pfl", NULL, COMMAND_SESSION, "STRIPS [on|off]", "Listens to strips before their faders.", "pfl vox"},
    {"monitor", NULL, COMMAND_SESSION, "LEVEL|left|right|side|swap|normal", "Sets the level or the channels of the monitors.", "monitor -12 dB"},
    {"dim", NULL, COMMAND_SESSION, "[on|off]", "Lowers the monitors.", "dim"},
    {"mono", NULL, COMMAND_SESSION, "[on|off]", "Lets the monitors play mono.", "mono"},
    {"cut", NULL, COMMAND_SESSION, "[on|off]", "Silences the monitors at once.", "cut"},
    {"write", "w", COMMAND_SESSION, "[FILE]", "Saves the project.", "write"},
    {"quit", "q", COMMAND_SESSION, "[!]", "Leaves; with ! without saving.", "quit"},
    {"wq", NULL, COMMAND_SESSION, "", "Saves and leaves.", "wq"},
    {"merge", NULL, COMMAND_SESSION, "", "Takes in what somebody else wrote into the file meanwhile.", "merge"},
    {"recover", NULL, COMMAND_SESSION, "", "Takes back the unsaved edits of a session that ended badly.", "recover"},
    {"discard", NULL, COMMAND_SESSION, "", "Sets those edits aside, in a file of their own.", "discard"},
    {"agree", NULL, COMMAND_SESSION, "", "Follows paths that leave the project's folder, now and later.", "agree"},
    {"take-over", NULL, COMMAND_SESSION, "", "Edits a project that another session has open.", "take-over"},
    {"edit", "e", COMMAND_SESSION, "FILE", "Opens another project.", "edit song.mix"},
    {"bounce", NULL, COMMAND_SESSION, "FILE", "Renders the mix to a sound file.", "bounce out.wav"},
    {"preset", NULL, COMMAND_SESSION, "list|load STRIPS NAME [append]|save STRIP NAME", "Lists chains that were saved, puts one onto strips, or saves a strip's.", "preset load vox vocal"},
    {"gainstage", NULL, COMMAND_SESSION, "STRIPS [-18 dBFS rms|-23 LUFS] [together]", "Sets trims so that what was recorded has this level, with peaks at most -6 dBFS; `together` keeps the balance.", "gainstage all -18 dBFS rms"},
    {"match", NULL, COMMAND_SESSION, "PROCESSOR|STRIP", "Sets the make-up gain that makes a processor's input and output equally loud; of a strip, tells both sides of its chain.", "match vox.comp"},
    {"device", NULL, COMMAND_SESSION, "[NAME]", "Chooses the output device, or lists them.", "device null"},
    {"clear-clips", NULL, COMMAND_SESSION, "", "Clears clip marks and held peaks.", "clear-clips"},
    {"describe", NULL, COMMAND_SESSION, "[STRIP] [brief]", "Tells a strip in words.", "describe vox"},
    {"what", NULL, COMMAND_SESSION, "is soloed|is over|is not default ...", "Answers a question about the mix.", "what is soloed"},
    {"watch", NULL, COMMAND_SESSION, "STRIP METER >|< VALUE", "Tells when a meter passes a level.", "watch master lufs-s > -13"},
    {"unwatch", NULL, COMMAND_SESSION, "", "Watches nothing any more.", "unwatch"},
    {"wait", NULL, COMMAND_SESSION, "[SECONDS]", "Goes on for a while before the next line of a script; alone, to the end of play.", "wait 2"},
    {"help", NULL, COMMAND_SESSION, "[COMMAND]", "Explains a command.", "help set"},

    {"select", NULL, COMMAND_VIEW, "STRIPS", "Selects strips.", "select drum*"},
    {"screen", NULL, COMMAND_VIEW, "NAME", "Shows a screen.", "screen mixer"},
    {"keys", NULL, COMMAND_VIEW, "", "Switches plain mode to keys.", "keys"},
    {"narrow", NULL, COMMAND_VIEW, "[on|off]", "Draws narrow strips.", "narrow"},
    {"speech", NULL, COMMAND_VIEW, "words|symbols", "Says numbers in words or symbols.", "speech words"},
    {"verbosity", NULL, COMMAND_VIEW, "brief|normal|full", "Says less or more.", "verbosity brief"},
    {NULL, NULL, COMMAND_VIEW, NULL, NULL, NULL},
};

const CommandInfo *command_find(const char *word)
{
    for (const CommandInfo *row = command_table; row->name; row++)
        if (strcmp(row->name, word) == 0 || (row->alias && strcmp(row->alias, word) == 0))
            return row;
    return NULL;
}

const CommandHandler command_handlers[] = {
    {"set", run_set},         {"reset", run_reset},       {"toggle", run_toggle},        {"add", run_add},
    {"delete", run_delete},   {"mute", run_switch},       {"unmute", run_switch},        {"solo-safe", run_switch},
    {"bypass", run_switch},   {"polarity", run_switch},   {"out", run_words},            {"vca", run_words},
    {"label", run_words},     {"note", run_words},        {"send", run_send},            {"marker", run_marker},
    {"move", run_move},       {"rename", run_rename},     {"point", run_point},          {"unpoint", run_unpoint},
    {"clear", run_clear},     {"mode", run_mode},         {"split", run_split},          {"trim-clip", run_trim_clip},
    {"move-clip", run_move_clip}, {"fade", run_fade},
    {"tempo", run_tempo},     {"loop", run_loop_fact},    {"end-marker", run_end_fact},
    {"text", run_text},
    {"chain", run_chain},     {"copy-chain", run_copy_chain}, {"template", run_template},
    {"move-points", run_move_points},   {"copy-points", run_copy_points}, {"shift-points", run_shift_points},
    {"scale-points", run_scale_points}, {"thin-points", run_thin_points},
    {NULL, NULL},
};
