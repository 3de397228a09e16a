/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the process begins and ends: the options choose a mode, the mode gives the exit status. */
#include "config.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "audio/io/device/device.h"
#include "src/mode/analyze.h"
#include "src/mode/attach.h"
#include "src/mode/bounce.h"
#include "src/mode/check.h"
#include "src/mode/describe.h"
#include "src/mode/desk.h"
#include "src/mode/devices.h"
#include "src/mode/list.h"
#include "src/mode/listen.h"
#include "src/mode/new.h"
#include "src/mode/play.h"
#include "src/mode/remote.h"
#include "src/mode/serve.h"
#include "src/options.h"
#include "src/plain/plain.h"

static int help_main(const Options *options)
{
    (void)options;
    options_print_help();
    return EXIT_DONE;
}

static int version_main(const Options *options)
{
    (void)options;
    puts("ttymix " PACKAGE_VERSION);
    return EXIT_DONE;
}

static int table_main(const Options *options)
{
    options_print_table(options->mode_value);
    return EXIT_DONE;
}

static int (*const mode_mains[])(const Options *) = {
    [MODE_DESK] = desk_main,       [MODE_BOUNCE] = bounce_main, [MODE_NEW] = new_main,
    [MODE_PLAY] = play_main,       [MODE_PLAIN] = plain_main,   [MODE_CHECK] = check_main,
    [MODE_DEVICES] = devices_main, [MODE_LIST] = list_main,     [MODE_DESCRIBE] = describe_main,
    [MODE_ANALYZE] = analyze_main, [MODE_HELP] = help_main,     [MODE_VERSION] = version_main,
    [MODE_OPTIONS] = table_main,   [MODE_SERVE] = serve_main,   [MODE_ATTACH] = attach_main,
    [MODE_REMOTE] = remote_main,   [MODE_LISTEN] = listen_main,
};

/* Numbers keep their point whatever the locale: only the character set is taken from it.  soxr chooses code by CPU
 * unless told not to. */
static void settle_environment(void)
{
    struct rlimit files; /* every stem and every file being written holds a descriptor */
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max < 65536 ? files.rlim_max : 65536;
        setrlimit(RLIMIT_NOFILE, &files);
    }
    setlocale(LC_CTYPE, "");
    setenv("SOXR_USE_SIMD", "0", 1);
}

int main(int argc, char **argv)
{
    Options options;
    int status = device_child_main(argc, argv);
    if (status >= 0)
        return status;
    settle_environment();
    if (!options_parse(argc, argv, &options)) {
        options_clear(&options);
        return EXIT_USAGE;
    }
    status = mode_mains[options.mode](&options);
    options_clear(&options);
    if (fflush(stdout) != 0 && status == EXIT_DONE) {
        perror("ttymix: standard output");
        status = EXIT_FAILED;
    }
    return status;
}
