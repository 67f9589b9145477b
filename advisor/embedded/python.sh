#!/bin/sh
# Prints the path of the Python to begin with: 3.13 (.python-version), else any from 3.12 on, else the newest older one.
# Shims that refuse (pyenv's do, when .python-version names a version it lacks) are passed over: what counts is that it runs.
# PYTHON names one to be asked first. Ends with 1 and one sentence when no Python runs at all.
set -u

runs() { # runs <program> <oldest minor version of Python 3>
    [ -x "$1" ] && "$1" -c "import sys; sys.exit(sys.version_info < (3, $2))" </dev/null >/dev/null 2>&1
}

candidates() { # one program a line, the liked ones first
    [ -n "${PYTHON:-}" ] && command -v "$PYTHON"
    for name in python3.13 python3.12 python3.14 python3.15; do
        in_folders "$name"
        for folder in "${PYENV_ROOT:-${HOME:-}/.pyenv}"/versions/"${name#python}"*/bin; do
            echo "$folder/python3"
        done
    done
    for name in python3 python python3.11 python3.10 python3.9 python3.8; do
        in_folders "$name"
    done
    for folder in "${PYENV_ROOT:-${HOME:-}/.pyenv}"/versions/3.*/bin; do
        echo "$folder/python3"
    done
}

in_folders() {
    echo "$PATH:/usr/local/bin:/opt/homebrew/bin:/usr/bin" | tr ':' '\n' | while IFS= read -r folder; do
        [ -n "$folder" ] && echo "$folder/$1"
    done
}

for oldest in 12 8; do
    candidates | {
        while IFS= read -r program; do
            runs "$program" "$oldest" && echo "$program" && exit 0
        done
        exit 1
    } && exit 0
done
echo "No Python was found. Install Python 3.13 (Debian, Ubuntu: apt-get install python3 python3-venv; macOS: brew install python@3.13) and run make again." >&2
exit 1
