/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What keys do. An action is a function and a row in key_table; `argument` of the row tells rows of one action apart.
 * An action reads the replica and submits commands; what only the loop can do, it asks for (Desk.asked). */
#ifndef TTYMIX_TUI_ACTION_ACTION_H
#define TTYMIX_TUI_ACTION_ACTION_H

#include "tui/keys/keymap.h"
#include "tui/view/view.h"

/* value.c: the focused value */
enum { STEP_PLAIN = 1, STEP_FINE, STEP_COARSE }; /* negative: down */
void action_step(Desk *desk, const KeyPress *press);
void action_pan(Desk *desk, const KeyPress *press); /* argument: -1 left, 1 right */
void action_type_value(Desk *desk, const KeyPress *press);
void action_default(Desk *desk, const KeyPress *press);
void action_auto(Desk *desk, const KeyPress *press);  /* argument: RecordingState */
void action_focus(Desk *desk, const KeyPress *press); /* argument: FocusKind; FOCUS_SEND: by the digit */
void action_focus_next(Desk *desk, const KeyPress *press);

/* strip.c: the selected strips */
void action_toggle_fact(Desk *desk, const KeyPress *press); /* argument: FactId */
void action_solo(Desk *desk, const KeyPress *press);
void action_bypass(Desk *desk, const KeyPress *press);
void action_compare(Desk *desk, const KeyPress *press);
void action_listen(Desk *desk, const KeyPress *press); /* argument: 0 before the fader, 1 after it */
void action_copy_chain(Desk *desk, const KeyPress *press);
void action_paste_chain(Desk *desk, const KeyPress *press);
void action_delete(Desk *desk, const KeyPress *press);
void action_add(Desk *desk, const KeyPress *press);
void action_rename(Desk *desk, const KeyPress *press);
void action_move(Desk *desk, const KeyPress *press); /* argument: -1 left, 1 right */

/* chain.c: the processors of the selected strip, on its own screen */
void action_focus_processor(Desk *desk, const KeyPress *press); /* argument: -1, 1 */
void action_focus_letter(Desk *desk, const KeyPress *press);
void action_bypass_processor(Desk *desk, const KeyPress *press);
void action_compare_processor(Desk *desk, const KeyPress *press);
void action_delete_processor(Desk *desk, const KeyPress *press);
void action_move_processor(Desk *desk, const KeyPress *press); /* argument: -1 earlier, 1 later */
void action_add_processor(Desk *desk, const KeyPress *press);
void action_presets(Desk *desk, const KeyPress *press);
void action_equalizer(Desk *desk, const KeyPress *press);

/* band.c: the bands of the selected processor */
void action_frequency(Desk *desk, const KeyPress *press); /* argument: -1, 1 */
void action_q(Desk *desk, const KeyPress *press);         /* argument: -1, 1 */
void action_band_type(Desk *desk, const KeyPress *press); /* argument: -1, 1 */
void action_band_slope(Desk *desk, const KeyPress *press);
void action_add_band(Desk *desk, const KeyPress *press); /* argument: the letter behind a */
void action_delete_band(Desk *desk, const KeyPress *press);
void action_solo_band(Desk *desk, const KeyPress *press);
void action_focus_band(Desk *desk, const KeyPress *press);

/* transport.c */
void action_jog(Desk *desk, const KeyPress *press); /* argument: -1, 1 bars; -2, 2 markers */
void action_last_start(Desk *desk, const KeyPress *press);
void action_set_mark(Desk *desk, const KeyPress *press);
void action_go_to_mark(Desk *desk, const KeyPress *press);
void action_marker(Desk *desk, const KeyPress *press);
void action_loop_end(Desk *desk, const KeyPress *press); /* argument: 0 in, 1 out */

/* view.c: selection, screens, prompts */
void action_select(Desk *desk, const KeyPress *press); /* argument: step */
void action_select_first(Desk *desk, const KeyPress *press);
void action_select_master(Desk *desk, const KeyPress *press);
void action_select_bus(Desk *desk, const KeyPress *press); /* argument: -1, 1 */
void action_mark_strips(Desk *desk, const KeyPress *press);
void action_fold(Desk *desk, const KeyPress *press);
void action_screen(Desk *desk, const KeyPress *press);      /* argument: ScreenId */
void action_meter_type(Desk *desk, const KeyPress *press);  /* argument: step */
void action_meter_point(Desk *desk, const KeyPress *press); /* argument: step */
void action_last_screen(Desk *desk, const KeyPress *press);
void action_own(Desk *desk, const KeyPress *press);         /* the screen's own: ScreenKind.act with the argument */
void action_own_command(Desk *desk, const KeyPress *press); /* the line of ScreenKind.command */
void action_prompt(Desk *desk, const KeyPress *press);      /* argument: PromptKind */
void action_find_next(Desk *desk, const KeyPress *press);   /* argument: -1, 1 */
void action_cancel(Desk *desk, const KeyPress *press);
void action_redraw(Desk *desk, const KeyPress *press);
void action_suspend(Desk *desk, const KeyPress *press);
void action_save_and_quit(Desk *desk, const KeyPress *press);

/* macro.c */
/* Submits the row's command line, or types its keys, as many times as counted. */
void action_command(Desk *desk, const KeyPress *press);
/* Says that what the key is for is not in this version. */
void action_absent(Desk *desk, const KeyPress *press);
void action_repeat(Desk *desk, const KeyPress *press);
void action_record(Desk *desk, const KeyPress *press);
void action_play_macro(Desk *desk, const KeyPress *press);

/* say.c */
void action_say_value(Desk *desk, const KeyPress *press);
void action_say_strip(Desk *desk, const KeyPress *press);
void action_say_not_default(Desk *desk, const KeyPress *press);

/* "1:02.350" where that names the frame, else six decimals, which name a frame at every rate. */
enum { EXACT_TIME_MAX = 48 };
void desk_exact_time(const Desk *desk, int64_t frame, char out[EXACT_TIME_MAX]);
/* Lets it play from there. */
void desk_locate(Desk *desk, int64_t frame);

/* timeline.c */
void action_cursor(Desk *desk, const KeyPress *press); /* argument: -1, 1; in a lane: moves points */
void action_track(Desk *desk, const KeyPress *press);  /* argument: -1, 1; in a lane: -1 is up in value */
void action_zoom(Desk *desk, const KeyPress *press);   /* argument: -1 closer, 1 farther */
void action_zoom_all(Desk *desk, const KeyPress *press);
void action_edge(Desk *desk, const KeyPress *press); /* argument: -1, 1 */
void action_grid(Desk *desk, const KeyPress *press);
void action_section(Desk *desk, const KeyPress *press); /* argument: SECTION_AT_CURSOR ... */
void action_loop_section(Desk *desk, const KeyPress *press);
void action_type_tempo(Desk *desk, const KeyPress *press);
void action_point(Desk *desk, const KeyPress *press);        /* argument: -1, 1; outside a lane: action_focus_next */
void action_insert_point(Desk *desk, const KeyPress *press); /* outside a lane: polarity */

/* clip.c */
void action_split(Desk *desk, const KeyPress *press);
void action_crop(Desk *desk, const KeyPress *press); /* argument: -1 the beginning, 1 the end */
void action_fade(Desk *desk, const KeyPress *press); /* argument: -1 in, 1 out */
void action_crossfade(Desk *desk, const KeyPress *press);
void action_strip_silence(Desk *desk, const KeyPress *press);
void action_duplicate(Desk *desk, const KeyPress *press);
void action_grab(Desk *desk, const KeyPress *press);
void action_erase(Desk *desk, const KeyPress *press); /* argument: 1 what is behind moves up */
void action_yank_range(Desk *desk, const KeyPress *press);
void action_paste_range(Desk *desk, const KeyPress *press); /* argument: 1 makes room */

/* lane.c */
void action_lane(Desk *desk, const KeyPress *press);
void action_delete_point(Desk *desk, const KeyPress *press);
void action_point_shape(Desk *desk, const KeyPress *press);
void action_scale_points(Desk *desk, const KeyPress *press);
void action_thin_points(Desk *desk, const KeyPress *press);

/* Sets the focused value of the chosen strips to what was typed. */
void desk_set_value(Desk *desk, const char *text);
/* Sets frequency, gain and Q of the selected band to what was typed; false if that is something else. */
bool desk_set_band(Desk *desk, const char *text);
/* Adds the processor that was typed: its kind, and what `add` takes behind the strip. */
void desk_add_processor(Desk *desk, const char *text);
/* The selected processor, of a kind that is known; NULL: it was said why. */
const Processor *desk_selected_processor(Desk *desk);
/* The next band, or parameter where there are no bands. */
void desk_focus_next_row(Desk *desk, int step);
/* Steps the focused choice or switch; `round`: behind the last comes the first. */
void desk_step_word(Desk *desk, int step, bool round);
/* `meters TYPE [POINT]`; "" and NULL: as they are. */
void desk_choose_meters(Desk *desk, const char *type, const char *point);
/* Runs a line typed after `:`, and keeps it among those typed before. */
void desk_run_line(Desk *desk, const char *line);
/* Runs line `number` of the file `start`: of the desk or of the session, not of the song. BAD_VALUE, NOT_FOUND, REFUSED
 * with a sentence; what the session says against it is told by the line's number. */
NODISCARD Status desk_run_start(Desk *desk, const char *line, int number, Error *error);
/* Runs a line that a key is bound to. */
void desk_run_bound(Desk *desk, const char *line);
/* Puts a marker where MM was typed. */
void desk_set_marker(Desk *desk, const char *text);
/* Gives the selected strip another name on the desk: its label, if it has one or if the text is no name in the language
 * of commands; else its name. */
void desk_rename(Desk *desk, const char *text);
/* command_complete with the rows that can be typed here, and the words that the desk and its setup know. */
int desk_complete_line(Desk *desk, const char *line, size_t cursor, char **words, int limit);
/* commands_check_bound of the desk's own. */
NODISCARD Status desk_check_commands(Error *error);
/* Goes to a screen, from the help back to the one before, or says that it is not in this version. */
void desk_go_to_screen(Desk *desk, ScreenId wanted);
/* What a key of that screen's own does. */
void desk_act_on_screen(Desk *desk, ScreenId screen, int argument, int count);
/* Selects the strip at a position of the view's list (clamped). */
void desk_select_position(Desk *desk, int position);
/* Selects the next strip (step 1 or -1) whose name or label contains the text. */
void desk_find(Desk *desk, const char *text, int step);
/* The indices of the chosen strips in order of the list; the array is the desk's, until the next call. 0: it was said
 * why. */
int desk_chosen_strips(Desk *desk, const int **strips);
/* The selected strip; NULL: it was said why. */
const Strip *desk_selected_strip(Desk *desk);

#endif
