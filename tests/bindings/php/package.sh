#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What PIE and Composer get: both composer.json are valid, and phpize makes the extension out of a copy of the
# sources, whose own tests pass. usage: package.sh SOURCE
set -eu

source=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

# The first version of Composer that knows "php-ext" is 2.8; before that it is the one thing that may be wrong.
check() {
    if ! COMPOSER_HOME=$work COMPOSER_ALLOW_SUPERUSER=1 composer validate --strict --no-interaction \
        "$1" >"$work/said" 2>&1; then
        if composer --version 2>/dev/null | grep -Eq ' 2\.([89]|[1-9][0-9])\.' ||
            grep '^- ' "$work/said" | grep -v '^- The property php-ext is not defined' ||
            ! grep -q '^- The property php-ext is not defined' "$work/said"; then
            cat "$work/said"
            exit 1
        fi
    fi
    echo "ok: $1"
}

if command -v composer >/dev/null; then
    check "$source/composer.json"
    check "$source/bindings/php/composer.json"
    composer=$(command -v composer)
else
    composer=

    echo "there is no composer: its files are not looked at"
fi

mkdir "$work/copy"
(cd "$source" && tar cf - meson.build meson_options.txt bindings cli corpus docs libchain timelines tools) |
    tar xf - -C "$work/copy"
cd "$work/copy/bindings/php"
{ phpize && ./configure --enable-chainready && make && NO_INTERACTION=1 REPORT_EXIT_STATUS=1 make test; } \
    >"$work/log" 2>&1 || { tail -n 60 "$work/log" && exit 1; }
grep -E '^Tests (passed|failed)' "$work/log"
strip -o "$work/stripped.so" modules/chainready.so

# The layer as Composer loads it, with the extension that was just made, and no registry.
if [ -n "$composer" ]; then
    mkdir "$work/app"
    cat >"$work/app/composer.json" <<END
{"repositories": [{"type": "path", "url": "$work/copy/bindings/php"}, {"packagist.org": false}],
 "require": {"libchain/chainready": "@dev"}}
END
    run="php -d extension=$work/copy/bindings/php/modules/chainready.so"
    cd "$work/app"
    COMPOSER_HOME=$work COMPOSER_ALLOW_SUPERUSER=1 $run "$composer" install --no-interaction >"$work/log" 2>&1 ||
        { cat "$work/log" && exit 1; }
    $run -r 'require "vendor/autoload.php"; echo ChainReady\ready()->stores ? "ok: composer\n" : "";' |
        grep -x 'ok: composer'
fi
cd "$work/copy/bindings/php"
wc -c "$work/stripped.so" modules/chainready.so | sed "s|$work/||; \$d"
