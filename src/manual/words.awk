# SPDX-License-Identifier: GPL-3.0-or-later
# Shell completions from the table of options.  Reads `ttymix --options words` (--name<TAB>ARGUMENT<TAB>help); -v shell=bash|zsh|fish.
BEGIN {
    FS = "\t"
    letters["output"] = "o"; letters["jobs"] = "j"; letters["quiet"] = "q"; letters["force"] = "f"; letters["device"] = "d"
    letters["help"] = "h"; letters["version"] = "V"
    words["format"] = "wav rf64 flac raw"; words["bits"] = "16 24 32 float"; words["report"] = "full none"
    words["list"] = "commands processors keys formats"; words["rate"] = "44100 48000 88200 96000 176400 192000"; words["device"] = "null"
    words["template"] = "band"; words["block"] = "64 128 256 512 1024"
}
/^--[a-z-]+\t/ {
    name = substr($1, 3)
    names[++count] = name; argument[name] = $2; help[name] = $3
}
END {
    if (count == 0) {
        print "words.awk: no options came" > "/dev/stderr"
        exit 1
    }
    if (shell == "bash") bash()
    else if (shell == "zsh") zsh()
    else fish()
}

function bash(   i, name, all) {
    print "# bash completion for ttymix; made from its table of options."
    print "_ttymix()"
    print "{"
    print "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}"
    print "    compopt -o filenames 2>/dev/null"
    print "    COMPREPLY=()"
    print "    case $before in"
    for (i = 1; i <= count; i++) {
        name = names[i]
        all = all (all == "" ? "" : " ") "--" name
        if (argument[name] == "")
            continue
        printf "    %s--%s) ", (name in letters) ? "-" letters[name] " | " : "", name
        if (argument[name] == "DIR")
            print "mapfile -t COMPREPLY < <(compgen -d -- \"$word\"); return ;;"
        else if (name in words)
            print "mapfile -t COMPREPLY < <(compgen -W '" words[name] "' -- \"$word\"); return ;;"
        else if (argument[name] == "FILE")
            print "mapfile -t COMPREPLY < <(compgen -f -- \"$word\"); return ;;"
        else
            print "return ;;"
    }
    print "    esac"
    print "    if [[ $word == -* ]]; then"
    print "        mapfile -t COMPREPLY < <(compgen -W '" all "' -- \"$word\")"
    print "        return"
    print "    fi"
    print "    local sounds='@(mix|wav|rf64|aif|aiff|caf|flac|ogg|opus|mp3)'"
    print "    case \" ${COMP_WORDS[*]} \" in"
    print "    *' --new '* | *' --analyze '*) ;;"
    print "    *) sounds=mix ;;"
    print "    esac"
    print "    local extglob=$(shopt -p extglob)"
    print "    shopt -s extglob"
    print "    mapfile -t COMPREPLY < <(compgen -d -- \"$word\"; compgen -f -X \"!*.$sounds\" -- \"$word\")"
    print "    $extglob"
    print "}"
    print "complete -F _ttymix ttymix"
}

# In zsh's specifications [ ] : and ' are part of the grammar.
function zsh_text(text) {
    gsub(/'/, "'\\''", text)
    gsub(/\[/, "\\[", text)
    gsub(/\]/, "\\]", text)
    gsub(/:/, "\\:", text)
    return text
}

function zsh(   i, name, value) {
    print "#compdef ttymix"
    print "# zsh completion for ttymix; made from its table of options."
    print "_arguments -s -S \\"
    for (i = 1; i <= count; i++) {
        name = names[i]
        value = ""
        if (argument[name] == "DIR")
            value = ":folder:_files -/"
        else if (name in words)
            value = ":" argument[name] ":(" words[name] ")"
        else if (argument[name] == "FILE")
            value = ":file:_files"
        else if (argument[name] != "")
            value = ":" argument[name] ": "
        if (name in letters)
            printf "    '(-%s --%s)'{-%s,--%s}'[%s]%s' \\\n", letters[name], name, letters[name], name, zsh_text(help[name]), value
        else
            printf "    '%s--%s[%s]%s' \\\n", name == "set" ? "*" : "", name, zsh_text(help[name]), value
    }
    print "    '*:project or stems:_files'"
}

function fish_text(text) {
    gsub(/\\/, "\\\\", text)
    gsub(/'/, "\\'", text)
    return text
}

function fish(   i, name, line) {
    print "# fish completion for ttymix; made from its table of options."
    for (i = 1; i <= count; i++) {
        name = names[i]
        line = "complete -c ttymix -l " name
        if (name in letters)
            line = line " -s " letters[name]
        if (argument[name] == "DIR")
            line = line " -x -a '(__fish_complete_directories)'"
        else if (name in words)
            line = line " -x -a '" words[name] "'"
        else if (argument[name] == "FILE")
            line = line " -r"
        else if (argument[name] != "")
            line = line " -x"
        print line " -d '" fish_text(help[name]) "'"
    }
}
