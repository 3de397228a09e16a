# SPDX-License-Identifier: GPL-3.0-or-later
# Fills a manual page: a line "@RUN COMMAND@" becomes what the command prints, @VERSION@ and @DATADIR@ become the variables' values.
# -v bin=DIR names the folder where ttymix and src/manual/tables were built.
/^@RUN / {
    command = substr($0, 6)
    sub(/@$/, "", command)
    command = bin "/" command
    count = 0
    while ((command | getline line) > 0) {
        print line
        count++
    }
    close(command)
    if (count == 0) {
        print "fill.awk: nothing came from: " command > "/dev/stderr"
        failed = 1
        exit
    }
    next
}
{
    gsub(/@VERSION@/, version)
    gsub(/@DATADIR@/, datadir)
    print
}
END { exit failed }
