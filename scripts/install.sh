#!/bin/sh
# Makes .venv with Python 3.10 and what requirements.lock names, and installs sv_core_news_sm where its publisher can be reached.
# Safe to run again. Every failure says in one line what to do.
set -eu

MODEL_URL="https://github.com/explosion/spacy-models/releases/download/sv_core_news_sm-3.7.0/sv_core_news_sm-3.7.0-py3-none-any.whl"

fail() {
    echo "$1" >&2
    exit 1
}

works() {
    "$1" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 10))' >/dev/null 2>&1
}

# python3.10 on the PATH may be pyenv's, which fails unless that version is active: whatever is found is tried before it is used.
find_python() {
    for candidate in python3.10 "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.10.*/bin/python3.10; do
        if works "$candidate"; then
            echo "$candidate"
            return
        fi
    done
    if command -v pyenv >/dev/null 2>&1; then
        for candidate in "$(pyenv root)"/versions/3.10.*/bin/python3.10; do
            if works "$candidate"; then
                echo "$candidate"
                return
            fi
        done
    fi
    if command -v uv >/dev/null 2>&1; then
        uv python find 3.10 2>/dev/null || { uv python install -q 3.10 >/dev/null 2>&1 && uv python find 3.10 2>/dev/null; } || true
    fi
}

echo "[1/4] Python 3.10 and packages (a few minutes the first time)"
if ! works .venv/bin/python; then
    python=$(find_python)
    [ -n "$python" ] || fail "Python 3.10 was not found: install it (apt install python3.10, pyenv install 3.10 or uv python install 3.10) and run make again."
    rm -rf .venv
    "$python" -m venv .venv || fail "The virtual environment could not be made: install the venv module (apt install python3.10-venv) and run make again."
fi

installer=$(grep '^uv==' requirements.lock)
if ! .venv/bin/python -m uv --version >/dev/null 2>&1; then
    .venv/bin/python -m pip install -q --disable-pip-version-check "$installer" || fail "uv could not be installed: check the network and the package registry, and run make again."
fi
# Compiled once, here: where Python may not write beside its files, every start would compile Rasa anew for ten seconds.
.venv/bin/python -m uv pip sync -q --compile-bytecode --system-certs --python .venv/bin/python requirements.lock \
    || fail "The packages could not be installed: check the network, and that a C compiler (apt install build-essential) is there, and run make again."

if .venv/bin/python -c 'import sv_core_news_sm' >/dev/null 2>&1; then
    :
elif .venv/bin/python -m uv pip install -q --system-certs --no-deps --python .venv/bin/python "sv-core-news-sm @ $MODEL_URL" >/dev/null 2>&1; then
    echo "      Swedish pipeline: sv_core_news_sm, from its publisher"
else
    echo "      Swedish pipeline: sv_core_news_sm could not be fetched; the one in bot/language takes its place"
fi
