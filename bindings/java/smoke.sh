#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The bridge loads, answers and throws, without Maven. usage: smoke.sh JAVAC SOURCE BUILD LIBRARY
set -eu
classes=$(mktemp -d)
trap 'rm -rf "$classes"' EXIT
"$1" -Xlint:all,-try -Werror -d "$classes" "$3"/*.java "$2"/src/main/java/org/libchain/internal/*.java \
    "$2/Smoke.java"
"$(dirname "$1")/java" -Xcheck:jni -Dorg.libchain.library="$4" -cp "$classes" org.libchain.internal.Smoke
