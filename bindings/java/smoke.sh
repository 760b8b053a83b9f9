#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The bridge loads, answers and throws. usage: smoke.sh JAVAC SOURCE BUILD LIBRARY
set -eu
classes=$(mktemp -d)
trap 'rm -rf "$classes"' EXIT
"$1" -Xlint:all -Werror -d "$classes" "$3"/*.java "$2"/org/libchain/internal/*.java "$2/Smoke.java"
"$(dirname "$1")/java" -Xcheck:jni -cp "$classes" org.libchain.internal.Smoke "$4"
